/**
 * The first process of a container. It starts the command in its arguments as its child, waits for every process that
 * ends inside, and exits as the child does: with its exit code, or with 128 plus the number of the signal that killed it.
 *
 * The kernel ignores signals that process 1 sends to itself, and gives it all orphans. So a runtime that were process 1
 * could neither abort nor be ended by its own code, and zombies would use up its process limit.
 *
 * Machine code, because no package with such a program is on every machine, and a compiler is not either. It uses one
 * page of memory, keeps no descriptor open, and the function cannot change it: it cannot be traced.
 */
const X64 = `
  bf04000000      mov edi, PR_SET_DUMPABLE
  31f6            xor esi, esi
  b89d000000      mov eax, prctl
  0f05            syscall
  bf11410000      mov edi, CLONE_VM | CLONE_VFORK | SIGCHLD
  31f6            xor esi, esi
  b838000000      mov eax, clone
  0f05            syscall
  85c0            test eax, eax
  7521            jnz parent
  488b0c24        mov rcx, [rsp]               ; argc
  488b7c2410      mov rdi, [rsp+16]            ; argv[1]
  488d742410      lea rsi, [rsp+16]
  488d54cc10      lea rdx, [rsp+rcx*8+16]      ; the environment follows the arguments
  b83b000000      mov eax, execve
  0f05            syscall
  bf7f000000      mov edi, 127
  eb41            jmp exit
                parent:
  89c3            mov ebx, eax                 ; the child's process id
  31ff            xor edi, edi
  beffffffff      mov esi, -1
  31d2            xor edx, edx
  b8b4010000      mov eax, close_range
  0f05            syscall
                next:
  48c7c7ffffffff  mov rdi, -1
  4889e6          mov rsi, rsp
  31d2            xor edx, edx
  4531d2          xor r10d, r10d
  b83d000000      mov eax, wait4
  0f05            syscall
  39d8            cmp eax, ebx
  75e6            jne next
  8b3c24          mov edi, [rsp]               ; its status
  83e77f          and edi, 0x7f
  7408            jz exited
  81cf80000000    or edi, 0x80
  eb05            jmp exit
                exited:
  0fb67c2401      movzx edi, byte [rsp+1]
                exit:
  b8e7000000      mov eax, exit_group
  0f05            syscall`

const ARM64 = `
  800080d2  mov x0, PR_SET_DUMPABLE
  010080d2  mov x1, 0
  e81480d2  mov x8, prctl
  010000d4  svc 0
  202288d2  mov x0, CLONE_VM | CLONE_VFORK | SIGCHLD
  010080d2  mov x1, 0
  881b80d2  mov x8, clone
  010000d4  svc 0
  200100b5  cbnz x0, parent
  e30340f9  ldr x3, [sp]               ; argc
  e00b40f9  ldr x0, [sp, 16]           ; argv[1]
  e1430091  add x1, sp, 16
  220c038b  add x2, x1, x3, lsl 3      ; the environment follows the arguments
  a81b80d2  mov x8, execve
  010000d4  svc 0
  e00f80d2  mov x0, 127
  15000014  b exit
          parent:
  f30300aa  mov x19, x0                ; the child's process id
  000080d2  mov x0, 0
  01008012  mov w1, -1
  020080d2  mov x2, 0
  883680d2  mov x8, close_range
  010000d4  svc 0
          next:
  00008092  mov x0, -1
  e1030091  mov x1, sp
  020080d2  mov x2, 0
  030080d2  mov x3, 0
  882080d2  mov x8, wait4
  010000d4  svc 0
  1f0013eb  cmp x0, x19
  21ffff54  b.ne next
  e00340b9  ldr w0, [sp]               ; its status
  01180072  ands w1, w0, 0x7f
  60000054  b.eq exited
  20001932  orr w0, w1, 0x80
  02000014  b exit
          exited:
  003c0853  ubfx w0, w0, 8, 8
          exit:
  c80b80d2  mov x8, exit_group
  010000d4  svc 0`

const [EM_X86_64, EM_AARCH64] = [62, 183]
const [HEADERS, BASE] = [120, 0x400000]
const READ_EXECUTE = 5

/** The program for this machine, as a static ELF file (man 5 elf). */
export function initProgram(arch: string = process.arch): Buffer {
  const [machine, source] = arch === 'arm64' ? [EM_AARCH64, ARM64] : [EM_X86_64, X64]
  const code = Buffer.from([...source.matchAll(/^  ([0-9a-f]{4,}) /gm)].map(([, bytes]) => bytes).join(''), 'hex')
  const file = Buffer.alloc(HEADERS + code.length)
  file.write('\x7fELF\x02\x01\x01', 'latin1')
  file.writeUInt16LE(2, 16) // an executable
  file.writeUInt16LE(machine, 18)
  file.writeUInt32LE(1, 20)
  file.writeBigUInt64LE(BigInt(BASE + HEADERS), 24) // entry
  file.writeBigUInt64LE(64n, 32) // where the program header is, and below its size and number
  file.writeUInt16LE(64, 52)
  file.writeUInt16LE(56, 54)
  file.writeUInt16LE(1, 56)
  file.writeUInt32LE(1, 64) // a segment to load
  file.writeUInt32LE(READ_EXECUTE, 68)
  for (const at of [80, 88]) file.writeBigUInt64LE(BigInt(BASE), at)
  for (const at of [96, 104]) file.writeBigUInt64LE(BigInt(file.length), at)
  file.writeBigUInt64LE(0x1000n, 112)
  file.set(code, HEADERS)
  return file
}
