// cargo.exe for Wine: `cargo lab` calls cargo, and there is none for Windows in Debian's packages. The script `cargo`
// beside this file does the work, outside of Wine.
//
// Wine starts programs of the system below it, but gives them none of its pipes, and does not tell when they end. So the
// arguments, what cargo prints and how it ends go through files, in the folder that CARGO_CALLS names.
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static const char *path(const char *name) {
  static char path[1024];
  snprintf(path, sizeof path, "Z:%s/%lu.%s", getenv("CARGO_CALLS"), GetCurrentProcessId(), name);
  return path;
}

static void copy(const char *name, FILE *to) {
  char buffer[65536];
  size_t count;
  FILE *from = fopen(path(name), "rb");
  while (from && (count = fread(buffer, 1, sizeof buffer, from)) > 0) fwrite(buffer, 1, count, to);
}

int main(int argc, char **argv) {
  // Wine numbers its processes anew each time that it starts.
  remove(path("status"));
  FILE *arguments = fopen(path("arguments"), "wb"), *status;
  for (int i = 1; i < argc; i++) fprintf(arguments, "%s\n", argv[i]);
  fclose(arguments);
  char command[1024];
  snprintf(command, sizeof command, "Z:\\bin\\bash \"%s\" --call %lu", getenv("CARGO_SCRIPT"), GetCurrentProcessId());
  STARTUPINFOA startup = {sizeof startup};
  PROCESS_INFORMATION process;
  if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) return 101;
  while (!(status = fopen(path("status"), "rb"))) Sleep(20);
  copy("stdout", stdout);
  copy("stderr", stderr);
  int code = 101;
  fscanf(status, "%d", &code);
  return code;
}
