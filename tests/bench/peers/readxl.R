# Reads the first sheet of a workbook with readxl.
path <- commandArgs(trailingOnly = TRUE)[1]
cat(nrow(readxl::read_excel(path)), "\n")
