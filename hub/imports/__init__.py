"""What comes in as files, and goes out again: divisions and organisations as CSV, the three lists as a workbook."""
