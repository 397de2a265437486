import { expect, it } from 'vitest'
import { stackFrames } from './stackFrames.ts'

it.each([
  ['Error: a\nb\n    at f (x.js:1:2)\n    at g (x.js:3:4)', 'at f (x.js:1:2)\nat g (x.js:3:4)'],
  [
    'Traceback (most recent call last):\n  File "main.py", line 7, in f\nError: a',
    'File "main.py", line 7, in f\nError: a',
  ],
  ['Error: a\nb\nFile "/var/task/main.py", line 11 in handler', 'File "/var/task/main.py", line 11 in handler'],
  ['Error: a\nb\n./lib.sh: line 2: nope: not found', './lib.sh: line 2: nope: not found'],
  ['goroutine 1 [running]:\n\t/var/task/main.go:12', 'goroutine 1 [running]:\n/var/task/main.go:12'],
  ['Error: a\nb', null],
  ['', null],
])('what is in the stack %j besides its head', (stack, frames) => {
  expect(stackFrames({ name: 'Error', message: 'a\nb', stack })).toBe(frames)
})

it('an error without a stack has no frames', () => expect(stackFrames({ name: 'Error', message: '' })).toBe(null))
