/* Computes for a while, and reads zeros for a while: user and kernel time, an inlined function, a thread with blanks in its name. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline __attribute__((always_inline)) unsigned mix(unsigned x) {
  for (int i = 0; i < 50; i++) x = x * 1664525u + 1013904223u;
  return x;
}

__attribute__((noinline)) unsigned compute(unsigned n) {
  unsigned sum = 1;
  for (unsigned i = 0; i < n; i++) sum ^= mix(sum + i);
  return sum;
}

__attribute__((noinline)) void read_zeros(int n) {
  static char zeros[65536];
  int file = open("/dev/zero", O_RDONLY);
  for (int i = 0; i < n; i++)
    if (read(file, zeros, sizeof zeros) < 0) abort();
  close(file);
}

static void *clerk(void *unused) {
  unsigned sum = 0;
  pthread_setname_np(pthread_self(), "night clerk 2");
  for (int i = 0; i < 30; i++) {
    sum += compute(120000);
    read_zeros(900);
  }
  printf("%u\n", sum);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, clerk, NULL);
  clerk(NULL);
  return pthread_join(thread, NULL);
}
