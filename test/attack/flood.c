// attack: opens a number of connections a second from 127.0.0.2 and keeps each for three seconds. Two of four request
// a stream, one requests /rates, and one sends nothing. Prints the rate that it reached.
//
// Start: flood PORT A_SECOND SECONDS
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX 65536
static const char stream[] = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
static const char request[] = "GET /rates HTTP/1.1\r\nHost: x\r\n\r\n";
static int fds[MAX];
static double born[MAX];
static char buffer[1 << 16];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int rate = atoi(argv[2]), all = rate * atoi(argv[3]), begun = 0, ended = 0;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))}, from = {.sin_family = AF_INET};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
  int epoll_fd = epoll_create1(0), on = 1;
  double started = now(), reached = 0;
  while (ended < all) {
    double at = now();
    for (; begun < all && begun < (at - started) * rate; begun++) {
      int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = begun};
      if (fd < 0) return perror("socket"), 1;
      setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
      if (bind(fd, (struct sockaddr *)&from, sizeof from) < 0) return perror("bind"), 1;
      if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) return perror("connect"), 1;
      epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
      fds[begun % MAX] = fd;
      born[begun % MAX] = at;
    }
    if (begun == all && reached == 0) reached = all / (at - started);
    for (; ended < begun && at - born[ended % MAX] > 3; ended++) close(fds[ended % MAX]);
    struct epoll_event events[256];
    int ready = epoll_wait(epoll_fd, events, 256, 5);
    for (int i = 0; i < ready; i++) {
      unsigned index = events[i].data.u32;
      int fd = fds[index % MAX], kind = index % 4;
      if ((int)index < ended) continue;
      if (events[i].events & EPOLLIN) while (read(fd, buffer, sizeof buffer) > 0);
      else if (events[i].events & EPOLLOUT && kind != 3) {
        const char *bytes = kind == 2 ? request : stream;
        if (write(fd, bytes, strlen(bytes)) < 0) continue;
      }
    }
  }
  printf("%.0f\n", reached);
}
