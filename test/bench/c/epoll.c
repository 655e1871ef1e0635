// bench: the limit. A server that only writes one frame to every socket; it has the same commands as the other servers:
//   go N   sends N changes, one after the other; prints "started NS"
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

#define MAX 65536
static int fds[MAX], sockets;

// The listeners of the benchmark do not check the key.
static const char hello[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int length = strlen(argv[1]);
  unsigned char frame[4096] = {0x81, 126, length >> 8, length & 255};
  int frame_length = length < 126 ? 2 + length : 4 + length;
  if (length < 126) frame[1] = length;
  memcpy(frame + frame_length - length, argv[1], length);
  struct rlimit limit = {MAX, MAX};
  setrlimit(RLIMIT_NOFILE, &limit);
  setvbuf(stdout, NULL, _IOLBF, 0);
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  bind(server, (struct sockaddr *)&at, sizeof at);
  listen(server, 4096);
  getsockname(server, (struct sockaddr *)&at, &size);
  printf("port %d\n", ntohs(at.sin_port));
  int epoll_fd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, server, &event);
  event.data.fd = 0;
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, 0, &event);
  for (;;) {
    struct epoll_event events[256];
    int ready = epoll_wait(epoll_fd, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      char buffer[4096];
      if (fd == server) {
        for (int client; (client = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
          setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          event.data.fd = fds[sockets++] = client;
          epoll_ctl(epoll_fd, EPOLL_CTL_ADD, client, &event);
        }
        continue;
      }
      ssize_t got = read(fd, buffer, sizeof buffer - 1);
      if (fd != 0) {
        // A request or a pong; a closed connection ends the run.
        if (got > 0 && buffer[0] == 'G' && write(fd, hello, sizeof hello - 1) < 0) return 1;
        if (got <= 0) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
        continue;
      }
      if (got <= 0) return 0;
      buffer[got] = 0;
      int changes = atoi(buffer + 3);
      struct timespec t;
      clock_gettime(CLOCK_MONOTONIC, &t);
      printf("started %ld\n", t.tv_sec * 1000000000L + t.tv_nsec);
      for (int change = 0; change < changes; change++)
        for (int s = 0; s < sockets; s++)
          if (send(fds[s], frame, frame_length, MSG_NOSIGNAL) != frame_length) return 1;
      printf("cpu 0\n");
    }
  }
}
