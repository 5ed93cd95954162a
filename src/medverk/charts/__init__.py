"""Numbers become pictures: SVG with its sentence, its table and its shapes.

Shape by presentation attributes, colour by classes: the policy of the site forbids inline styles,
and dark pages need other colours.
"""
