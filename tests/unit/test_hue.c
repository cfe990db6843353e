/* test_hue.c - which traffic light a colour is: those that Excel and
 * LibreOffice offer, and the borders between the ranges. */
#include "hue.h"
#include "str.h"
#include "table.h"

static const struct {
  uint32_t colour;
  enum co_hue want;
} rows[] = {
    /* nothing */
    {0xFFFFFF, CO_HUE_NONE},
    {0xF2F2F2, CO_HUE_NONE},
    {0xF0F0F0, CO_HUE_NONE},
    {0xFFF0F0, CO_HUE_NONE},
    {0x1FFFFFF, CO_HUE_NONE}, /* as cells have it */
    {0xEFEFEF, CO_HUE_GREY},
    {0xFFEFEF, CO_HUE_RED},
    {0xFFF0EF, CO_HUE_RED},
    {0xFEF0EF, CO_HUE_GREY},
    /* bright */
    {0xFF0000, CO_HUE_RED},
    {0xC00000, CO_HUE_RED},
    {0xFF3300, CO_HUE_RED},
    {0xFF5050, CO_HUE_RED},
    {0xDC143C, CO_HUE_RED},
    {0x800000, CO_HUE_RED},
    {0xFFC000, CO_HUE_AMBER},
    {0xFFFF00, CO_HUE_AMBER},
    {0xFF9900, CO_HUE_AMBER},
    {0xFF6600, CO_HUE_AMBER},
    {0xFF8000, CO_HUE_AMBER},
    {0xED7D31, CO_HUE_AMBER},
    {0xE97132, CO_HUE_AMBER},
    {0xF79646, CO_HUE_AMBER},
    {0xFFD966, CO_HUE_AMBER},
    {0x808000, CO_HUE_AMBER},
    {0x92D050, CO_HUE_GREEN},
    {0x00B050, CO_HUE_GREEN},
    {0x00FF00, CO_HUE_GREEN},
    {0x70AD47, CO_HUE_GREEN},
    {0x9BBB59, CO_HUE_GREEN},
    {0x99CC00, CO_HUE_GREEN},
    {0x339966, CO_HUE_GREEN},
    {0x006100, CO_HUE_GREEN},
    {0x00A933, CO_HUE_GREEN},
    {0x00B0F0, CO_HUE_BLUE},
    {0x0070C0, CO_HUE_BLUE},
    {0x002060, CO_HUE_BLUE},
    {0x0000FF, CO_HUE_BLUE},
    {0x4472C4, CO_HUE_BLUE},
    {0x156082, CO_HUE_BLUE},
    {0x33CCFF, CO_HUE_BLUE},
    /* pastel */
    {0xFFC7CE, CO_HUE_RED},
    {0xF2DCDB, CO_HUE_RED},
    {0xE6B8B7, CO_HUE_RED},
    {0xFF9999, CO_HUE_RED},
    {0xFFEB9C, CO_HUE_AMBER},
    {0xFFF2CC, CO_HUE_AMBER},
    {0xFFFFCC, CO_HUE_AMBER},
    {0xFCE4D6, CO_HUE_AMBER},
    {0xF8CBAD, CO_HUE_AMBER},
    {0xFFCC99, CO_HUE_AMBER},
    {0xC6EFCE, CO_HUE_GREEN},
    {0xE2EFDA, CO_HUE_GREEN},
    {0xEBF1DE, CO_HUE_GREEN},
    {0xCCFFCC, CO_HUE_GREEN},
    {0xD8E4BC, CO_HUE_GREEN},
    {0xDDEBF7, CO_HUE_BLUE},
    {0xBDD7EE, CO_HUE_BLUE},
    {0xD9E1F2, CO_HUE_BLUE},
    {0xDCE6F1, CO_HUE_BLUE},
    {0x99CCFF, CO_HUE_BLUE},
    /* grey */
    {0x808080, CO_HUE_GREY},
    {0xD9D9D9, CO_HUE_GREY},
    {0xBFBFBF, CO_HUE_GREY},
    {0xEDEDED, CO_HUE_GREY},
    {0x595959, CO_HUE_GREY},
    {0x404040, CO_HUE_GREY},
    {0x44546A, CO_HUE_GREY}, /* blue-grey */
    {0xEEECE1, CO_HUE_GREY}, /* tan */
    {0x808079, CO_HUE_GREY},
    /* no light */
    {0x000000, CO_HUE_OTHER},
    {0x3F3F3F, CO_HUE_OTHER},
    {0x3F0000, CO_HUE_OTHER},
    {0x7030A0, CO_HUE_OTHER},
    {0x8064A2, CO_HUE_OTHER},
    {0xE4DFEC, CO_HUE_GREY},
    {0xCC99FF, CO_HUE_OTHER},
    {0xFF00FF, CO_HUE_OTHER},
    {0xFF99CC, CO_HUE_OTHER},
    {0xA02B93, CO_HUE_OTHER},
    {0x008080, CO_HUE_OTHER},
    {0x00FFFF, CO_HUE_OTHER},
    /* borders, one step for each degree */
    {0x7C5140, CO_HUE_RED},   /* 17 */
    {0x7C5240, CO_HUE_AMBER}, /* 18 */
    {0x737C40, CO_HUE_AMBER}, /* 69 */
    {0x727C40, CO_HUE_GREEN}, /* 70 */
    {0x407C6C, CO_HUE_GREEN}, /* 164 */
    {0x407C6D, CO_HUE_OTHER}, /* 165 */
    {0x40787C, CO_HUE_OTHER}, /* 184 */
    {0x40777C, CO_HUE_BLUE},  /* 185 */
    {0x4E407C, CO_HUE_BLUE},  /* 254 */
    {0x4F407C, CO_HUE_OTHER}, /* 255 */
    {0x7C4050, CO_HUE_OTHER}, /* 344 */
    {0x7C404F, CO_HUE_RED},   /* 345 */
    {0x7C4041, CO_HUE_RED},   /* 359 */
};

static void tells_hues(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    CHECK(co_hue_of(rows[i].colour) == rows[i].want, "%06X: %d",
          (unsigned)rows[i].colour, (int)co_hue_of(rows[i].colour));
}

static void has_words(void **state) {
  static const char *const words[CO_HUES] = {NULL,   "Red",  "Amber", "Green",
                                             "Blue", "Grey", NULL};
  (void)state;
  for (int hue = 0; hue < CO_HUES; hue++)
    CHECK(co_str_eq(co_str_of(co_hue_word((enum co_hue)hue)),
                    co_str_of(words[hue])),
          "%d", hue);
}

int main(void) {
  static const struct CMUnitTest tests[] = {cmocka_unit_test(tells_hues),
                                            cmocka_unit_test(has_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
