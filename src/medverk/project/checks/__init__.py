"""What `medverk check` looks at: one file for each kind of thing, judged apart from being read."""
