"""Half-yearly quality reviews of own work: checklist, drawn sample, two reviewers, results [Q1]."""
