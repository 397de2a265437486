#!/usr/bin/perl
# Starts OCI runtimes and mounts the contents of sandboxes, inside the containers' mount namespace. A separate program,
# because forking the server costs milliseconds that every running call would wait for, and because Node cannot mount.
# Perl, because Debian and its derivatives always include it and it can make system calls.
#
# Commands arrive over the channel that Node opens for a child, one per line, each a JSON string without escapes. Answers
# and open sockets return the same way (lib/internal/child_process.js: NODE_HANDLE). The helper ends when the engine ends,
# even if that is killed, and kills the processes in the cgroups below the folders in its arguments.
#
#   open N FILE…              start a process that joins these cgroup files and waits   → opened N FD for stdout and stderr,
#                             pipes to open below our /proc, then opened N with a socket   (or failed N REASON)
#   run N COMMAND…            exec the command in that process                          → later: exited N STATUS
#   kill N
#   show N HOW FROM TO …      mount FROM at TO. HOW is "code": read-only; "linked=INSIDE": read-only, with links in TO
#                             to INSIDE, where the sandbox sees FROM; "files=UID": writable, with the ids on disk
#                             mapped to the block that starts at UID                    → done N, or failed N REASON
#   prepare N UID PATH…       create the folders and the user namespace of UID          → done N, or failed N REASON
#   clear N UID PATH…         unmount and remove the folders                            → done N
use strict;
use warnings;
use Fcntl qw(F_SETFD FD_CLOEXEC);
use Errno qw(EINTR EAGAIN ENOBUFS ETOOMANYREFS);
use POSIX ();
use Socket;

my %arch = (
    x86_64 => { sendmsg => 46, umount2 => 166, unshare => 272, signalfd4 => 289 },
    aarch64 => { sendmsg => 211, umount2 => 39, unshare => 97, signalfd4 => 74 },
);
my $number = $arch{(POSIX::uname())[4]} or die "No system call numbers for this processor\n";
# These are the same on every architecture.
my ($OPEN_TREE, $MOVE_MOUNT, $FSOPEN, $FSCONFIG, $FSMOUNT, $MOUNT_SETATTR) = (428, 429, 430, 431, 432, 442);
my ($AT_FDCWD, $AT_EMPTY_PATH, $OPEN_TREE_CLONE, $O_CLOEXEC, $MOVE_MOUNT_F_EMPTY_PATH) = (-100, 0x1000, 1, 02000000, 4);
my ($RDONLY, $NOSUID, $NODEV, $NOEXEC, $IDMAP) = (0x1, 0x2, 0x4, 0x8, 0x100000);
my ($MNT_DETACH, $CLONE_NEWUSER) = (2, 0x10000000);
my ($CLOEXEC, $SET_STRING, $CREATE) = (1, 1, 6);
my $EMPTY = '';
# A folder with nothing in it, that everybody sees: an overlay without an upper layer needs two lower ones.
my $NOTHING = '/mnt/nothing';
my $LINKS = 64;

open(my $engine, '+<&=', $ENV{NODE_CHANNEL_FD}) or die "No channel: $!\n";
fcntl($engine, F_SETFD, FD_CLOEXEC);
delete @ENV{qw(NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE)};

my %pipes;                   # our ends of a waiting process's output, by its number
my (%commands, %number_of);    # pipe to a waiting process by its number; number by process id
my %namespaces;              # user namespace by the first of its ids
# Read from a descriptor: Perl runs a handler only between two operations, so one that came just before `select` would wait
# for the next command.
my $chld = POSIX::SigSet->new(POSIX::SIGCHLD());
POSIX::sigprocmask(POSIX::SIG_BLOCK(), $chld) or die "sigprocmask: $!\n";
my $set = pack('Q', 1 << POSIX::SIGCHLD() - 1);
my $signals = syscall($number->{signalfd4}, -1, $set, 8, $O_CLOEXEC | POSIX::O_NONBLOCK());
open(my $ended, '<&=', $signals) or die "signalfd: $!\n";
$SIG{PIPE} = 'IGNORE';

# Leaves the cgroup folders: the next engine finds and removes them.
sub terminate {
    # Some processes may not have joined their cgroup yet.
    kill 'KILL', keys %number_of;
    for my $cgroup (map { glob "$_/*/" } @ARGV[1 .. $#ARGV]) {
        if (open(my $procs, '<', "${cgroup}cgroup.procs")) { kill 'KILL', map { int } <$procs> }
        if (open(my $kill, '>', "${cgroup}cgroup.kill")) { syswrite($kill, '1') }
        # A process stopped by the version 1 freezer dies only once it runs again.
        if (open(my $thaw, '>', "${cgroup}freezer.state")) { syswrite($thaw, 'THAWED') }
    }
    exit 0;
}

# Retries after a signal, or when the engine is slow to accept sockets. Any other error means that the engine is gone.
sub wait_or_terminate {
    terminate() unless grep { $! == $_ } EINTR, EAGAIN, ENOBUFS, ETOOMANYREFS;
    select(undef, undef, undef, 0.005) if $! != EINTR;
}

sub fail {
    my ($n, $reason) = @_;
    $reason =~ s/["\\[:cntrl:]]+/ /g;
    send_to_engine("failed $n $reason");
}

sub send_to_engine {
    my ($line) = @_;
    my $bytes = "\"$line\"\n";
    while ($bytes ne '') {
        my $written = syswrite($engine, $bytes) // (wait_or_terminate(), 0);
        substr($bytes, 0, $written, '');
    }
}

sub send_socket {
    my ($line, $socket) = @_;
    my $bytes = qq({"cmd":"NODE_HANDLE","type":"net.Socket","msg":"$line"}\n);
    my $rights = pack('Q i i i x4', 20, SOL_SOCKET, SCM_RIGHTS, fileno($socket));    # struct cmsghdr, padded to 8 bytes
    my $vector = pack('P Q', $bytes, length $bytes);
    my $message = pack('Q L x4 P Q P Q i x4', 0, 0, $vector, 1, $rights, 24, 0);    # struct msghdr
    while (syscall($number->{sendmsg}, fileno($engine), $message, 0) < 0) { wait_or_terminate() }
}

sub start {
    my ($n, @files) = @_;
    my (@ours, @theirs);
    for (0 .. 1) {
        # Not sockets: a process can open a pipe again by name, as /dev/stdout and /dev/stderr.
        pipe($ours[$_], $theirs[$_]) or die "pipe: $!\n";
        chmod 0222, $theirs[$_] or die "chmod: $!\n";
    }
    socketpair($ours[2], $theirs[2], AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die "socketpair: $!\n";
    # The engine inherits the non-blocking flag; a blocking socket would block its event loop.
    $ours[2]->blocking(0);
    pipe(my $wait, my $order) or die "pipe: $!\n";
    my $pid = fork() // die "fork: $!\n";
    if ($pid == 0) {
        # Close copies of other processes' pipes: they would keep those processes waiting if the helper ended.
        close $_ for values %commands, $order, $engine;
        $SIG{PIPE} = 'DEFAULT';
        POSIX::sigprocmask(POSIX::SIG_UNBLOCK(), $chld);
        exec_command($wait, \@theirs, @files);
        POSIX::_exit(125);
    }
    $commands{$n} = $order;
    $number_of{$pid} = $n;
    # The engine opens its own end of each pipe before it orders the command.
    $pipes{$n} = [@ours[0, 1]];
    send_to_engine("opened $n " . fileno $_) for @ours[0, 1];
    send_socket("opened $n", $ours[2]);
}

sub exec_command {
    my ($wait, $streams, @files) = @_;
    # stdout, stderr and the control channel become 1, 2 and 3. Duplicate first, so that no source has one of these numbers.
    my @spare = map { POSIX::dup(fileno $_) } @$streams;
    POSIX::dup2($spare[$_], $_ + 1) for 1, 0;
    for my $file (@files) {
        open(my $join, '>', $file) or return warn "Cannot enter $file: $!\n";
        syswrite($join, '0') or return warn "Cannot enter $file: $!\n";
    }
    my $command = '';
    while (sysread($wait, $command, 65536, length $command)) { }
    return if $command eq '';
    my @command = split / /, $command;
    my $null = POSIX::open('/dev/null', POSIX::O_RDONLY());
    POSIX::dup2($null, 0);
    POSIX::dup2($spare[2], 3);
    # Perl closes the descriptors it opened itself.
    POSIX::close($_) for grep { $_ > 3 } @spare, $null;
    { exec { $command[0] } @command };
    warn "Cannot start $command[0]: $!\n";
}

# Creates a user namespace that maps id 0 to $first, as a sandbox does.
sub user_namespace {
    my ($first) = @_;
    pipe(my $made, my $make) or die "pipe: $!\n";
    pipe(my $stay, my $go) or die "pipe: $!\n";
    my $pid = fork() // die "fork: $!\n";
    if ($pid == 0) {
        close $go;
        syscall($number->{unshare}, $CLONE_NEWUSER) == 0 and syswrite($make, '.');
        sysread($stay, my $never, 1);
        POSIX::_exit(0);
    }
    close $make;
    my $fd;
    if (sysread($made, my $dot, 1)) {
        for my $map ('uid_map', 'gid_map') {
            open(my $file, '>', "/proc/$pid/$map") or next;
            syswrite($file, "0 $first 65536\n");
        }
        open($fd, '<', "/proc/$pid/ns/user") or undef $fd;
    }
    close $go;
    return $fd;
}

sub show {
    my ($how, $from, $to) = @_;
    my ($first) = $how =~ /^files=(\d+)$/;
    my $tree = defined $first ? -1 : overlay_of($from);
    $tree = syscall($OPEN_TREE, $AT_FDCWD, $from, $OPEN_TREE_CLONE | $O_CLOEXEC) if $tree < 0;
    $tree < 0 and return "$from: $!";
    link_to($1, $from, $to) if $how =~ /^linked=(.+)$/;
    my $set = defined $first ? $NOSUID | $NODEV | $NOEXEC : $RDONLY | $NOSUID | $NODEV;
    my $reason = attributes($tree, $set, undef);
    if (!defined $reason && defined $first) {
        # Without idmapped mounts files keep the owner's host ids, and other sandboxes see them as nobody's.
        # An earlier helper may have run `prepare`, so the namespace may be missing here.
        my $namespace = $namespaces{$first} //= user_namespace($first);
        attributes($tree, $IDMAP, $namespace) if defined $namespace;
    }
    # Set all flags before the mount is attached: it propagates to the sandbox at once, as it is then.
    if (!defined $reason && syscall($MOVE_MOUNT, $tree, $EMPTY, $AT_FDCWD, $to, $MOVE_MOUNT_F_EMPTY_PATH) < 0) {
        $reason = "$to: $!";
    }
    POSIX::close($tree);
    return $reason;
}

# /proc/self/mountinfo shows where on its file system a mounted folder lies. An overlay has its own file system and names
# only the paths it was given, which are the same on every machine. Mounting it costs no more than a bind mount; loading a
# module from it takes 30 microseconds longer. Some file systems take no overlay (a home on two overlays, for example).
sub overlay_of {
    my ($from) = @_;
    return -1 if $from =~ /[:,\\]/;
    my ($type, $source, $alcove, $lower, $layers) = ('overlay', 'source', 'alcove', 'lowerdir', "$from:$NOTHING");
    my $made = syscall($FSOPEN, $type, $CLOEXEC);
    $made < 0 and return -1;
    my $mounted = -1;
    if (   syscall($FSCONFIG, $made, $SET_STRING, $source, $alcove, 0) == 0
        && syscall($FSCONFIG, $made, $SET_STRING, $lower, $layers, 0) == 0
        && syscall($FSCONFIG, $made, $CREATE, 0, 0, 0) == 0)
    {
        $mounted = syscall($FSMOUNT, $made, $CLOEXEC, $RDONLY | $NOSUID | $NODEV);
    }
    POSIX::close($made);
    return $mounted;
}

# A process whose working folder gets covered still sees the folder, not the mount. Links to the top-level names make the
# contents reachable. At most $LINKS of them; .class files come last, since programs rarely open those by path.
sub link_to {
    my ($inside, $from, $to) = @_;
    opendir(my $folder, $from) or return;
    my @names = sort { ($a =~ /\.class$/) <=> ($b =~ /\.class$/) || $a cmp $b } grep { !/^\.\.?$/ && length() < 100 } readdir $folder;
    symlink("$inside/$_", "$to/$_") for splice @names, 0, $LINKS;
}

# Removes the links in the slot folder itself. Links on a file system mounted there belong to the function.
sub unlink_all {
    my ($path) = @_;
    my ($own) = stat $path or return;
    my ($parent) = stat "$path/..";
    return if $own != $parent;
    opendir(my $folder, $path) or return;
    unlink map { "$path/$_" } grep { -l "$path/$_" } readdir $folder;
}

sub attributes {
    my ($tree, $set, $namespace) = @_;
    my $attr = pack('QQQQ', $set, 0, 0, defined $namespace ? fileno $namespace : 0);    # struct mount_attr
    return syscall($MOUNT_SETATTR, $tree, $EMPTY, $AT_EMPTY_PATH, $attr, 32) < 0 ? "mount_setattr: $!" : undef;
}

my %handlers = (
    open => \&start,
    run => sub {
        my ($n, @command) = @_;
        delete $pipes{$n};
        my $pipe = delete $commands{$n} or return;
        syswrite($pipe, join ' ', @command);
    },
    kill => sub {
        my ($n) = @_;
        kill 'KILL', grep { $number_of{$_} == $n } keys %number_of;
    },
    prepare => sub {
        my ($n, $first, @paths) = @_;
        for my $path (@paths) { mkdir $path, 0755 or return fail($n, "$path: $!") }
        $namespaces{$first} = user_namespace($first);
        send_to_engine("done $n");
    },
    show => sub {
        my ($n, @mounts) = @_;
        while (my ($how, $from, $to) = splice @mounts, 0, 3) {
            my $reason = show($how, $from, $to);
            return fail($n, $reason) if defined $reason;
        }
        send_to_engine("done $n");
    },
    clear => sub {
        my ($n, $first, @paths) = @_;
        delete $namespaces{$first};
        for my $path (@paths) {
            while (syscall($number->{umount2}, $path, $MNT_DETACH) == 0) { }
            unlink_all($path);
            rmdir $path;
        }
        send_to_engine("done $n");
    },
);

send_to_engine('ready');
my $received = '';
while (1) {
    my $readable = '';
    vec($readable, fileno $engine, 1) = 1;
    vec($readable, fileno $ended, 1) = 1;
    select($readable, undef, undef, undef) < 0 and next;
    if (vec($readable, fileno $ended, 1)) {
        sysread($ended, my $infos, 4096);
        while ((my $pid = waitpid(-1, POSIX::WNOHANG)) > 0) {
            my $status = $?;
            my $n = delete $number_of{$pid} // next;
            delete $commands{$n};
            delete $pipes{$n};
            send_to_engine("exited $n $status");
        }
    }
    if (vec($readable, fileno $engine, 1)) {
        my $read = sysread($engine, $received, 65536, length $received);
        terminate() if defined $read ? $read == 0 : $! != EINTR;
        while ($received =~ s/^([^\n]*)\n//) {
            # Messages that are not strings are Node's own acknowledgements of sockets.
            my ($name, $n, @rest) = $1 =~ /^"(.*)"$/ ? split / /, $1 : next;
            # Out of descriptors or processes: this command fails, a later one may succeed.
            eval { $handlers{$name}->($n, @rest); 1 } or fail($n, $@);
        }
    }
}
