/* workbook_mark.h - what a workbook made here says in its description. */
#ifndef COLLATE_WORKBOOK_MARK_H
#define COLLATE_WORKBOOK_MARK_H

#define CO_WORKBOOK_MARK "Made by collate"

#endif
