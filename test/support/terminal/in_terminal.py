# test: runs a program in a pseudo-terminal of a given size. Lines on the standard input control it:
# "size COLUMNS ROWS" and "type TEXT", where ^C is the key. The output of the program goes to the standard output.
import fcntl, os, pty, select, struct, sys, termios

columns, rows, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]


def resize(columns, rows):
    fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


own, theirs = pty.openpty()
resize(columns, rows)
child = os.fork()
if child == 0:
    os.close(own)
    os.login_tty(theirs)
    os.execvp(program[0], program)
os.close(theirs)

steering = [0]
while True:
    ready, _, _ = select.select([own, *steering], [], [])
    if 0 in ready:
        order = os.read(0, 4096).decode()
        if order == "":
            steering = []
        for line in order.splitlines():
            word, _, rest = line.partition(" ")
            if word == "size":
                resize(*map(int, rest.split()))
            elif word == "type":
                os.write(own, rest.replace("^C", "\x03").encode())
    if own in ready:
        try:
            written = os.read(own, 65536)
        except OSError:  # how Linux says that the other side is closed
            written = b""
        if written == b"":
            break
        os.write(1, written)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
