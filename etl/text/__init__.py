"""Pure functions over one text of many documents; they know no path and no table."""
