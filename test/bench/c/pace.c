// bench: requests GET /rates at a steady rate over 64 connections, also while answers are late, and measures each answer
// from the due time of its request: so the requests that wait for a stalled server count too.
// pace <port> <requests a second> <seconds>...; prints `done answered failed p50 p99 slowest` for each of the times,
// which follow each other without a pause. Durations are microseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS 64
#define GRACE_US 5000000

static const char REQUEST[] = "GET /rates HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct connection {
  int fd;
  int busy;
  int64_t due;
  long body; /* bytes of the body still to come; -1 = within the head */
  int head;
  char text[4096];
};

static struct connection all[CONNECTIONS];
static int idle[CONNECTIONS], idle_count;
static int64_t *took, *due_at;
static long answered, failed;

static int64_t now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void open_one(struct connection *it, int port, int epoll) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  it->fd = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  setsockopt(it->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(it->fd, (struct sockaddr *)&to, sizeof to) != 0) {
    perror("connect");
    exit(1);
  }
  fcntl(it->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = it};
  epoll_ctl(epoll, EPOLL_CTL_ADD, it->fd, &event);
}

static void finish(struct connection *it, int is_good) {
  if (is_good) {
    due_at[answered] = it->due;
    took[answered++] = now_us() - it->due;
  } else failed += 1;
  it->busy = 0;
  idle[idle_count++] = (int)(it - all);
}

static void ask(struct connection *it, int64_t due) {
  it->busy = 1;
  it->due = due;
  it->body = -1;
  it->head = 0;
  if (write(it->fd, REQUEST, sizeof REQUEST - 1) != (ssize_t)sizeof REQUEST - 1) finish(it, 0);
}

/* Takes what has come; our answers tell their length. */
static void take(struct connection *it) {
  char bytes[16384];
  ssize_t got;
  while ((got = read(it->fd, bytes, sizeof bytes)) > 0) {
    if (it->body < 0) {
      int room = (int)sizeof it->text - 1 - it->head;
      int part = got < room ? (int)got : room;
      memcpy(it->text + it->head, bytes, part);
      it->head += part;
      it->text[it->head] = 0;
      char *end = strstr(it->text, "\r\n\r\n");
      if (end == NULL) continue;
      char *length = strcasestr(it->text, "\r\ncontent-length:");
      it->body = (length ? atol(length + 17) : 0) - (it->head - (end + 4 - it->text)) - (got - part);
    } else {
      it->body -= got;
    }
    if (it->busy && it->body <= 0) finish(it, strncmp(it->text, "HTTP/1.1 200", 12) == 0);
  }
  if (got == 0 || (got < 0 && errno != EAGAIN)) {
    fprintf(stderr, "a connection was closed\n");
    exit(1);
  }
}

static int ascending(const void *a, const void *b) {
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
  return left < right ? -1 : left > right;
}

/* The answers to requests that were due from one time to another. */
static void report(int64_t from, int64_t to, long asked) {
  int64_t *part = malloc((answered + 1) * sizeof *part);
  long count = 0;
  for (long index = 0; index < answered; index += 1) {
    if (due_at[index] >= from && due_at[index] < to) part[count++] = took[index];
  }
  qsort(part, count, sizeof *part, ascending);
  long p50 = count ? part[count / 2] : 0, p99 = count ? part[count * 99 / 100] : 0;
  printf("done %ld %ld %ld %ld %ld\n", count, asked - count, p50, p99, count ? (long)part[count - 1] : 0);
  free(part);
}

int main(int count, char **words) {
  if (count < 4) return 2;
  int port = atoi(words[1]);
  long rate = atol(words[2]), seconds = 0, asked = 0;
  for (int index = 3; index < count; index += 1) seconds += atol(words[index]);
  long total = rate * seconds;
  took = calloc(total, sizeof *took);
  due_at = calloc(total, sizeof *due_at);
  int epoll = epoll_create1(0);
  for (int index = 0; index < CONNECTIONS; index += 1) {
    open_one(&all[index], port, epoll);
    idle[idle_count++] = index;
  }
  int64_t start = now_us();
  while (answered + failed < total) {
    int64_t now = now_us();
    while (asked < total && idle_count > 0 && start + asked * 1000000 / rate <= now) {
      int64_t due = start + asked * 1000000 / rate;
      asked += 1;
      ask(&all[idle[--idle_count]], due);
    }
    if (now - start > seconds * 1000000 + GRACE_US) break;
    struct epoll_event events[CONNECTIONS];
    int ready = epoll_wait(epoll, events, CONNECTIONS, idle_count > 0 && asked < total ? 0 : 1);
    for (int index = 0; index < ready; index += 1) take(events[index].data.ptr);
  }
  int64_t from = start;
  for (int index = 3; index < count; index += 1) {
    int64_t to = from + atol(words[index]) * 1000000;
    report(from, to, rate * atol(words[index]));
    from = to;
  }
  return 0;
}
