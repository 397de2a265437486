/**
 * A program that makes one system call, as the bytes of a static x86-64 ELF file. It exits with the errno, or 0. This
 * is what a function with native code could try, without a compiler in the sandbox.
 */
export function syscallProgram(number: number, args: number[] = []): Uint8Array {
  // mov r32, imm32 (zero-extended) for rdi, rsi, rdx, r10, r8, r9; a negative number is sign-extended by REX.W C7 /0.
  const registers = [
    [0x48, 0xc7, 0xc7],
    [0x48, 0xc7, 0xc6],
    [0x48, 0xc7, 0xc2],
    [0x49, 0xc7, 0xc2],
    [0x49, 0xc7, 0xc0],
    [0x49, 0xc7, 0xc1],
  ]
  const load = (prefix: number[], value: number) => [prefix, int32(value)].flat()
  const code = [
    registers.flatMap((prefix, index) => load(prefix, args[index] ?? 0)),
    load([0x48, 0xc7, 0xc0], number),
    [0x0f, 0x05], // syscall
    [0x48, 0x89, 0xc7], // mov rdi, rax
    [0x48, 0xf7, 0xdf], // neg rdi
    load([0x48, 0x81, 0xff], 4096), // cmp rdi, 4096: above (unsigned) it was no error
    [0x72, 0x03], // jb over the next
    [0x48, 0x31, 0xff], // xor rdi, rdi
    load([0x48, 0xc7, 0xc0], 60), // exit
    [0x0f, 0x05],
  ].flat()
  const base = 0x400000
  const file = Buffer.alloc(120 + code.length)
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  file.writeUInt16LE(2, 16) // executable
  file.writeUInt16LE(0x3e, 18) // x86-64
  file.writeUInt32LE(1, 20)
  file.writeBigUInt64LE(BigInt(base + 120), 24) // entry
  file.writeBigUInt64LE(64n, 32) // program headers
  file.writeUInt16LE(64, 52)
  file.writeUInt16LE(56, 54)
  file.writeUInt16LE(1, 56)
  file.writeUInt32LE(1, 64) // PT_LOAD
  file.writeUInt32LE(5, 68) // read, execute
  file.writeBigUInt64LE(BigInt(base), 80)
  file.writeBigUInt64LE(BigInt(base), 88)
  file.writeBigUInt64LE(BigInt(file.length), 96)
  file.writeBigUInt64LE(BigInt(file.length), 104)
  file.writeBigUInt64LE(0x1000n, 112)
  file.set(code, 120)
  return file
}

function int32(value: number): number[] {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return [...bytes]
}
