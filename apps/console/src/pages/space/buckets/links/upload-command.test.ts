import { expect, test } from 'vitest'
import { uploadCommand } from './upload-command.ts'

test.each([
  ['in/report.pdf', "curl -T 'report.pdf' 'http://x/in'"],
  ['a b; rm -rf ~', "curl -T 'a b; rm -rf ~' 'http://x/in'"],
  ["it's $(id)", `curl -T 'it'\\''s $(id)' 'http://x/in'`],
  ['-o', "curl -T './-o' 'http://x/in'"],
])('the command that uploads %j runs nothing else', (key, command) => {
  expect(uploadCommand(key, 'http://x/in')).toBe(command)
})
