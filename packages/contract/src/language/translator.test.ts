import { expect, test } from 'vitest'
import { translator } from './translator.ts'
import { errorInChinese, inChinese, SENTENCES } from './zh-CN/index.ts'

const said = translator(
  {
    'Not found': '不存在',
    'No {what} "{name}" here': '没有{what!}“{name}”',
    '{alias} cannot move: {reason}. Ask an admin': '{alias} 不能移动：{reason!}。请找管理员',
    'it has no tests': '没有测试',
    'Must be like { "type": "string" }': '格式须如 { "type": "string" }',
    'Must be {value}': '须为 {value}',
    'Must be {value} or more': '至少为 {value}',
  },
  { function: '函数' },
)

test.each([
  ['Not found', '不存在'],
  ['No function "pay" here', '没有函数“pay”'],
  ['No function "a" here" here', '没有函数“a" here”'],
  ['No thing "Not found" here', '没有thing“Not found”'],
  ['live cannot move: it has no tests. Ask an admin', 'live 不能移动：没有测试。请找管理员'],
  ['live cannot move: of something else. Ask an admin', 'live 不能移动：of something else。请找管理员'],
  ['Must be 3', '须为 3'],
  ['Must be like { "type": "string" }', '格式须如 { "type": "string" }'],
  ['Must be 3 or more', '至少为 3'],
  ['config.name: Must be 3; config.at: unheard of', 'config.name：须为 3；config.at: unheard of'],
  ['function', 'function'],
  ['Something else', 'Something else'],
  ['', ''],
])('translates "%s"', (sentence, translated) => {
  expect(said(sentence)).toBe(translated)
})

test.each([
  ['No function "pay" here, or it is not yours to see', '此处没有函数“pay”，或者你无权查看'],
  [
    'Needs aliases:write, which the role developer has; you have no role in this space',
    '需要 aliases:write 权限，角色“开发者”具有此权限；你在此空间没有角色',
  ],
  [
    'The role admin allows grants:put: grant of the group ops, on pay, until 2026-12-01T00:00:00.000Z',
    '角色“空间管理员”包含 grants:put：群组 ops 的授权，函数 pay，至 2026-12-01T00:00:00.000Z',
  ],
  [
    'The space shop is suspended: its 100 executions of this day are used up. It resumes at 2026-12-01T00:00:00.000Z',
    '空间 shop 已暂停：100 次当日执行已用完。2026-12-01T00:00:00.000Z 恢复',
  ],
  [
    'The function pay has its quota of 5 aliases. Delete some, or ask an admin of the space to raise it',
    '函数 pay 已达到 5 个别名的配额。请删除一些，或请空间管理员提高配额',
  ],
  [
    'live cannot move to v3: its gate needs tests, and there are none. A space admin can override this',
    'live 不能移动到 v3：门禁需要测试，而目前没有测试。空间管理员可以越过此门禁',
  ],
  ['Must have at least 3 characters', '至少 3 个字符'],
  [
    `"61" is not a cron pattern's minute: use 0 to 59, *, */10, 1-5 or 1,3`,
    'Cron 表达式的分钟“61”无效：可用 0 到 59、*、*/10、1-5 或 1,3',
  ],
])('says in Chinese "%s"', (sentence, chinese) => {
  expect(inChinese(sentence)).toBe(chinese)
})

test.each([
  ['Timeout', 'The function did not answer within 1000 ms', '函数未能在 1000 毫秒内应答'],
  ['Error', 'The function threw "a string"', '函数抛出了 "a string"'],
  ['MyError', 'The function did not answer within 1000 ms', 'The function did not answer within 1000 ms'],
])('says in Chinese what Alcove says of a call that ended with %s: "%s"', (name, message, chinese) => {
  expect(errorInChinese({ name, message })).toBe(chinese)
})

test.each([
  '{"a":1,}',
  '{a:1}',
  '',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '[1 2]',
  '"x\ny"',
  '"\\x"',
  '"\\u1"',
  '"',
  '1 2',
  '[x]',
  'NaN',
])('says in Chinese why %j is not JSON', (text) => {
  const { message } = (() => {
    try {
      return JSON.parse(text) as Error
    } catch (error) {
      return error as Error
    }
  })()
  expect(inChinese(`The body is not JSON: ${message}`)).toMatch(/^请求体不是 JSON：\P{ASCII}|中有意外的|不是有效的/u)
  expect(inChinese(`The body is not JSON: ${message}`)).not.toMatch(/[a-z]{4}/)
})

test('the Chinese of a sentence uses only values that the English one has', () => {
  const namesIn = (text: string) => [...text.matchAll(/\{(\w+)!?\}/g)].map(([, name]) => name!)
  const wrong = Object.entries(SENTENCES).filter(([english, chinese]) => {
    const given = namesIn(english)
    return new Set(given).size < given.length || namesIn(chinese).some((name) => !given.includes(name))
  })
  expect(wrong).toEqual([])
})
