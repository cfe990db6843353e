/* tell_text.c - findings for people: grouped by check, with the first few
 * of a group, the number of the others, and what to do: once for all that
 * have the same remedy. */
#include "tell.h"

static enum co_status begin(struct cli_findings *f, struct co_err *err) {
  (void)f;
  (void)err;
  return CO_OK;
}

static void tell_remedy(struct cli_findings *f) {
  if (f->remedy.len) {
    fputs("    What to do: ", f->to);
    cli_put(f->to, co_buf_str(&f->remedy), LONGEST_SHOWN);
    putc('\n', f->to);
  }
  f->remedy.len = 0;
}

static void end_group(struct cli_findings *f) {
  if (!f->count) return;
  if (!f->verbose && f->count > SHOWN_FINDINGS)
    fprintf(f->to, "    and %zu more (-v shows all)\n",
            f->count - SHOWN_FINDINGS);
  tell_remedy(f);
  f->count = 0;
}

static void start_group(struct cli_findings *f,
                        const struct co_shown_finding *finding) {
  f->check.len = 0;
  co_buf_add_str(&f->check, finding->check);
  fprintf(f->to, "%s: %.*s\n", co_severity_names[finding->severity],
          CO_STR(finding->check));
}

static void tell_place(struct cli_findings *f,
                       const struct co_shown_finding *finding) {
  fputs("  ", f->to);
  cli_put(f->to, finding->file, 200);
  if (finding->sheet.len) {
    fputs(", sheet '", f->to);
    cli_put(f->to, finding->sheet, 80);
    putc('\'', f->to);
  }
  if (finding->cell.len) fprintf(f->to, ", cell %.*s", CO_STR(finding->cell));
  if (finding->file.len) fputs(": ", f->to); /* else it is about the run */
  cli_put(f->to, finding->message, LONGEST_SHOWN);
  putc('\n', f->to);
}

static void tell(struct cli_findings *f,
                 const struct co_shown_finding *finding) {
  if (!f->count || !co_str_eq(finding->check, co_buf_str(&f->check))) {
    end_group(f);
    start_group(f, finding);
  }
  f->count++;
  if (!f->verbose && f->count > SHOWN_FINDINGS) return;
  if (!co_str_eq(finding->remedy, co_buf_str(&f->remedy))) tell_remedy(f);
  tell_place(f, finding);
  f->remedy.len = 0;
  co_buf_add_str(&f->remedy, finding->remedy);
}

static enum co_status end(struct cli_findings *f, struct co_err *err) {
  (void)err;
  end_group(f);
  co_buf_clear(&f->check);
  co_buf_clear(&f->remedy);
  return CO_OK;
}

const struct cli_way cli_way_text = {"text", false, begin, tell, end};
