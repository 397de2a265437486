import { expect, test } from 'vitest'
import { cronWords } from './cronWords.ts'

test.each([
  ['*/5 * * * *', 'Every 5 minutes', '每 5 分钟'],
  [
    '*/7 * * * *',
    'At 0, 7, 14, 21, 28, 35, 42, 49, and 56 minutes past the hour',
    '在整点后的第 0, 7, 14, 21, 28, 35, 42, 49, 和 56 分钟',
  ],
  ['*/50 * * * * *', 'At 0 and 50 seconds past the minute', '在一分钟后的第 0 和 50 秒'],
  ['30 2 * * *', 'At 02:30, every day', '在02:30, 每天'],
  ['30 2 ? * ?', 'At 02:30, every day', '在02:30, 每天'],
  ['0 */5 * * *', 'At 00:00, 05:00, 10:00, 15:00 and 20:00, every day', '在 00:00, 05:00, 10:00, 15:00 和 20:00, 每天'],
  ['0 0 */2 * *', 'At 00:00, every 2 days in a month', '在00:00, 每月 1 号起每 2 天'],
  ['0 0 */10 * *', 'At 00:00, on day 1, 11, 21, and 31 of the month', '在00:00, 限每月 1 号, 11 号, 21 号, 和 31 号'],
  [
    '0 0 1 */5 *',
    'At 00:00, on day 1 of the month, only in January, June, and November',
    '在00:00, 限每月 1 号, 仅于一月, 六月, 和 十一月份',
  ],
  [
    '0 0 * * */2',
    'At 00:00, only on Sunday, Tuesday, Thursday, and Saturday',
    '在00:00, 仅星期日, 星期二, 星期四, 和 星期六',
  ],
  ['0 0 * * 0,7', 'At 00:00, only on Sunday', '在00:00, 仅星期日'],
  ['0 0 * * 1-5/2', 'At 00:00, only on Monday, Wednesday, and Friday', '在00:00, 仅星期一, 星期三, 和 星期五'],
  ['0 0 * * 5-7', 'At 00:00, Friday through Sunday', '在00:00, 星期五至星期日'],
  ['0 30 2 * * SUN#L', 'At 02:30, on the last Sunday of the month', '在02:30, 限每月的最后一个星期日'],
  ['0 0 1 * 1', 'At 00:00, on day 1 of the month or on Monday', '在00:00, 限每月 1 号或星期一'],
  ['0 0 1 * 1-5', 'At 00:00, on day 1 of the month or Monday through Friday', '在00:00, 限每月 1 号或星期一至星期五'],
  [
    '0 0 5 6 5#L',
    'At 00:00, on day 5 of the month or on the last Friday of the month, only in June',
    '在00:00, 限每月 5 号或每月的最后一个星期五, 仅于六月份',
  ],
  [
    '0 0 L * MON#1',
    'At 00:00, on the last day of the month or on the first Monday of the month',
    '在00:00, 限每月的最后一天或每月的第一个 星期一',
  ],
])('%s is %s', (cron, en, zh) => {
  expect([cronWords(cron, 'en'), cronWords(cron, 'zh-CN')]).toEqual([en, zh])
})
