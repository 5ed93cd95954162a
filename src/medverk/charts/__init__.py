"""Charts as SVG: shape by presentation attributes, colour by classes (the policy of the site
forbids inline styles, and dark pages need other colours). Pure: numbers and texts in, SVG out."""
