// bench: thousands of listeners in one thread, which cost less than any server. Controlled by lines on stdin:
//   expect N    waits for N more marked messages at every listener; prints "armed", later "got FIRST LAST" (ns)
//   probe       requests GET /rates repeatedly until the next "got", which then ends with "COUNT MAX_US"
//   quit
// Start: crowd PORT COUNT ws|sio|sse MARKER PATH...   (the listeners use the paths in turn)
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD, OPEN };
enum { WS, SIO, SSE };
// Concurrent handshakes: more would overflow the server's queue of connections without being faster.
#define IN_FLIGHT 128

struct listener {
  int fd, state, heard;
  int crlf;             // number of matched bytes of \r\n\r\n
  unsigned char head[14];
  int head_length;
  unsigned long left;   // remaining bytes of the frame
  int opcode, matched;  // matched: bytes of the marker at the start of a message; -1 = another message
};

static int mode, count, port, paths, epoll_fd, opened, begun;
static char **path;
static const char *marker;
static int marker_length;
static struct listener *all;
static int due, arrived;
static long first_ns, last_ns;
static int probe_fd = -1, probe_count, is_asking;
static long probe_sent, probe_max;
static char buffer[1 << 18];

static long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int dial(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

static void watch(int fd, unsigned index) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
}

static void put(int fd, const void *bytes, size_t length) {
  if (write(fd, bytes, length) != (ssize_t)length) fail("write");
}

static void begin(void) {
  struct listener *it = &all[begun];
  char request[512];
  int length = snprintf(request, sizeof request,
    mode == SSE ? "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
                : "GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    path[begun % paths]);
  it->fd = dial();
  watch(it->fd, begun++);
  put(it->fd, request, length);
}

// A client's frame with a mask of zeros, so that the text is unchanged.
static void say(struct listener *it, int opcode, const char *text) {
  unsigned char frame[32] = {0x80 | opcode, 0x80 | strlen(text)};
  memcpy(frame + 6, text, strlen(text));
  put(it->fd, frame, 6 + strlen(text));
}

static void hear(struct listener *it) {
  it->heard++;
  if (due == 0 || it->heard != due) return;
  last_ns = now_ns();
  if (arrived++ == 0) first_ns = last_ns;
}

static void joined(struct listener *it) {
  it->state = OPEN;
  opened++;
  if (begun < count) begin();
}

static void match(struct listener *it, const unsigned char *bytes, long length) {
  for (long i = 0; i < length && it->matched >= 0 && it->matched < marker_length; i++) {
    it->matched = bytes[i] == (unsigned char)marker[it->matched] ? it->matched + 1 : -1;
    if (it->matched == marker_length) hear(it);
  }
}

static void read_events(struct listener *it, const unsigned char *bytes, long length) {
  while (length > 0) {
    const unsigned char *end = memchr(bytes, '\n', length);
    long line = end ? end - bytes : length;
    match(it, bytes, line);
    if (end == NULL) return;
    it->matched = 0;
    bytes += line + 1;
    length -= line + 1;
  }
}

static int head_size(const unsigned char *head) {
  int short_length = head[1] & 0x7f;
  return short_length < 126 ? 2 : short_length == 126 ? 4 : 10;
}

static void read_frames(struct listener *it, const unsigned char *bytes, long length) {
  while (length > 0) {
    if (it->left == 0) {
      it->head[it->head_length++] = *bytes++;
      length--;
      if (it->head_length < 2 || it->head_length < head_size(it->head)) continue;
      it->left = it->head[1] & 0x7f;
      if (it->left >= 126) {
        it->left = 0;
        for (int i = 2; i < it->head_length; i++) it->left = it->left << 8 | it->head[i];
      }
      it->opcode = it->head[0] & 0x0f;
      it->head_length = it->matched = 0;
      if (it->opcode == 9) say(it, 10, "");
      continue;
    }
    long part = it->left < (unsigned long)length ? (long)it->left : length;
    if (it->opcode == 1) {
      // Socket.IO: 0 opens the engine, 40 the namespace, 2 is a ping.
      if (mode == SIO && it->matched == 0 && it->state == HEAD && *bytes == '0') say(it, 1, "40");
      else if (mode == SIO && it->matched == 0 && it->state == HEAD && *bytes == '4') joined(it);
      else if (mode == SIO && it->matched == 0 && it->left == 1 && *bytes == '2') say(it, 1, "3");
      else match(it, bytes, part);
    }
    it->left -= part;
    bytes += part;
    length -= part;
    if (it->matched == 0) it->matched = -1;
    if (it->left == 0) it->matched = 0;
  }
}

static void take(struct listener *it, const unsigned char *bytes, long length) {
  while (it->crlf < 4 && length > 0) {
    it->crlf = *bytes == (unsigned char)"\r\n\r\n"[it->crlf] ? it->crlf + 1 : *bytes == '\r';
    bytes++;
    length--;
    if (it->crlf == 4 && mode != SIO) joined(it);
  }
  if (mode == SSE) read_events(it, bytes, length);
  else read_frames(it, bytes, length);
}

static void ask(void) {
  static const char request[] = "GET /rates HTTP/1.1\r\nHost: x\r\n\r\n";
  probe_sent = now_ns();
  is_asking = 1;
  put(probe_fd, request, sizeof request - 1);
}

// Also counts when the last listener was served before the answer: it has taken at least this time.
static void answered(void) {
  long took = now_ns() - probe_sent;
  if (took > probe_max) probe_max = took;
  probe_count++;
  is_asking = 0;
}

static void command(void) {
  static char line[256];
  static int length;
  ssize_t got = read(0, line + length, sizeof line - 1 - length);
  if (got <= 0) exit(0);
  length += got;
  for (char *end; (end = memchr(line, '\n', length)) != NULL;) {
    *end = 0;
    if (strncmp(line, "expect ", 7) == 0) {
      due = atoi(line + 7);
      arrived = 0;
      for (int i = 0; i < count; i++) all[i].heard = 0;
      puts("armed");
    } else if (strcmp(line, "probe") == 0) {
      is_asking = 0;
      if (probe_fd < 0) watch(probe_fd = dial(), count);
      probe_count = probe_max = 0;
      ask();
    } else exit(0);
    length -= end + 1 - line;
    memmove(line, end + 1, length);
  }
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  port = atoi(argv[1]);
  count = atoi(argv[2]);
  mode = strcmp(argv[3], "sse") == 0 ? SSE : strcmp(argv[3], "sio") == 0 ? SIO : WS;
  marker = argv[4];
  marker_length = strlen(marker);
  path = argv + 5;
  paths = argc - 5;
  struct rlimit limit = {count + 1000, count + 1000};
  setrlimit(RLIMIT_NOFILE, &limit);
  setvbuf(stdout, NULL, _IOLBF, 0);
  all = calloc(count, sizeof *all);
  epoll_fd = epoll_create1(0);
  watch(0, count + 1);
  while (begun < count && begun < IN_FLIGHT) begin();
  int said = 0;
  for (;;) {
    struct epoll_event events[256];
    int ready = epoll_wait(epoll_fd, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      unsigned index = events[i].data.u32;
      if (index == (unsigned)count + 1) {
        command();
        continue;
      }
      int isProbe = index == (unsigned)count;
      int fd = isProbe ? probe_fd : all[index].fd;
      ssize_t got = recv(fd, buffer, sizeof buffer, 0);
      if (got <= 0) {
        if (got < 0 && errno == EAGAIN) continue;
        fprintf(stderr, "a connection ended: %s\n", got < 0 ? strerror(errno) : "closed");
        return 1;
      }
      if (!isProbe) take(&all[index], (unsigned char *)buffer, got);
      else {
        answered();
        if (due > 0) ask();
      }
    }
    if (opened == count && !said) said = puts("ready");
    if (due > 0 && arrived == count) {
      if (is_asking) answered();
      printf("got %ld %ld %d %ld\n", first_ns, last_ns, probe_count, probe_max / 1000);
      due = 0;
    }
  }
}
