/* workbook_link.c - what cells link to.
 *
 * Links inside the workbook are text in the sheet's part, so they are made
 * here and wait in a piece of their own. Those to the web or to mail need a
 * relationship besides and are rare: they are kept for libxlsxwriter, which
 * puts them into the frame.
 * Nothing that runs can be linked to, and Excel opens no sheet with more than
 * 65,530 links: the cells behind them keep their text. */
#include "workbook_parts.h"

static const char inside[] = "internal:";

bool co_book_links(const struct co_book *book, const struct co_cell *cell) {
  struct co_str link = cell->link;
  return link.len <= CO_BOOK_LINK_BYTES && book->links < CO_BOOK_LINKS &&
         co_utf8_valid(link, NULL) &&
         (co_str_starts(link, inside) || co_str_starts(link, "https://") ||
          co_str_starts(link, "mailto:"));
}

static enum co_status link_inside(const struct co_book_place *place,
                                  uint32_t col, struct co_str target,
                                  struct co_err *err) {
  struct co_piece *links = &place->book->sheet->links;
  char a1[CO_A1_TEXT];
  char *to = co_piece_room(links, 2 * CO_BOOK_XML_ROOM(target.len) + 100);
  to = CO_PUT(to, "<hyperlink ref=\"");
  to = co_book_put(to, co_str_of(co_a1(place->row, col, a1)));
  to = CO_PUT(to, "\" location=\"");
  to = co_book_xml(to, target, CO_BOOK_ATTRIBUTE);
  to = CO_PUT(to, "\" display=\"");
  to = co_book_xml(to, target, CO_BOOK_ATTRIBUTE);
  return co_piece_took(links, CO_PUT(to, "\"/>"), err);
}

enum co_status co_book_link(const struct co_book_place *place,
                            const struct co_cell *cell, uint16_t style,
                            struct co_err *err) {
  struct co_book *book = place->book;
  struct co_str link = cell->link;
  size_t skip = sizeof inside - 1;
  book->links++;
  if (co_str_starts(link, inside))
    return link_inside(place, cell->col,
                       (struct co_str){link.ptr + skip, link.len - skip}, err);
  struct co_book_sheet *sheet = book->sheet;
  CO_GROW(sheet->urls, sheet->url_count, sheet->url_cap);
  sheet->urls[sheet->url_count++] =
      (struct co_book_url){.row = place->row,
                           .col = cell->col,
                           .style = style,
                           .url = co_utf8_clean(&book->run, link).ptr};
  return CO_OK;
}
