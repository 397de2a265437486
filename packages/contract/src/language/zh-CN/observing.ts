import type { Sentences } from '../translator.ts'

/** Logs, searches, issues, sinks and the audit. */
const sentences: Sentences = {
  'The search took longer than {seconds} seconds. Narrow the time range or the filters':
    '搜索超过 {seconds} 秒。请缩小时间范围或筛选条件',
  'A space tests {count} times a minute: wait for a minute': '一个空间每分钟最多测试 {count} 次：请稍等一分钟',
  'Too many of your searches are waiting: wait for them to end, or narrow them':
    '你有过多搜索在等待：请等待其结束，或缩小搜索范围',
  'Too many searches are waiting: try again later': '等待中的搜索过多：请稍后重试',
  'The search broke off: try again': '搜索中断：请重试',
  '{problem} (character {at})': '{problem!}（第 {at} 个字符）',
  'Close the parenthesis': '请补上右括号',
  'Close the quotation mark': '请补上引号',
  'Compare with a number': '请与数字比较',
  'Levels are trace, debug, info, warn and error': '级别为 trace、debug、info、warn 和 error',
  'Nest parentheses at most 20 deep': '括号最多嵌套 20 层',
  'Put something between the parentheses': '请在括号之间填写内容',
  'This parenthesis closes nothing: remove it, or put it in quotation marks': '此右括号没有对应：请移除，或放入引号',
  'Write a value after the sign, or put the word in quotation marks': '请在符号之后填写值，或把该词放入引号',
  'Write a version’s number, or draft': '请填写版本号，或 draft',
  'Write at most 1,000 characters and 50 terms': '最多 1,000 个字符和 50 个词',
  'Write something on both sides of "or"': '“or”两边都要有内容',
  'Write the whole id of an invocation': '请填写完整的调用 ID',
  'Write what must not be there right after "-"': '请在“-”之后紧接着填写要排除的内容',
  'A space saves at most {count} queries: delete one first': '一个空间最多保存 {count} 个查询：请先删除一个',
  '{count} lines skipped: this tail could not keep up. The log has them all':
    '跳过了 {count} 行：此处跟不上日志的速度。日志中保留了全部',
  'Is needed with these={value}': 'these={value} 时必须填写',
  'Nothing is selected': '没有选择任何内容',
  'No account has this address': '没有账号使用此邮箱',
  'The issue cannot be assigned': '无法指派此问题',

  'A space has at most {count} boards: delete one first': '一个空间最多 {count} 个看板：请先删除一个',
  'Only a function has versions: name it': '只有函数才有版本：请指明函数',
  'A space has at most {count} sinks: delete one first': '一个空间最多 {count} 个投递目标：请先删除一个',
  '{name} is a {type} sink: delete it first, or choose another name':
    '{name} 是 {type!}投递目标：请先删除它，或换一个名称',
  'The sink delivers nothing: resume it first': '投递目标没有投递任何内容：请先恢复',
  '{host} cannot be looked up': '无法解析 {host}',
  'the egress rules of the space do not let it reach {host}': '空间的出站规则不允许访问 {host}',
  'it answered with status {status}: {said}': '对方以状态码 {status} 应答：{said!}',
  'it refused records: {reason}': '对方拒绝了记录：{reason!}',
  '{host} did not answer within {seconds} seconds': '{host} 未能在 {seconds} 秒内应答',
  '{host} closed the connection before the end of its answer': '{host} 在应答结束前关闭了连接',
  '{host} sent more than {bytes} bytes': '{host} 发送的内容超过 {bytes} 字节',
  '{reason}: redirects are not followed': '{reason}：不跟随重定向',

  'Entries were added to those from before the chain': '审计链之前的记录中有新增的记录',
  'The chain does not begin with its first entry': '审计链没有从第一条记录开始',
  'The end of the chain that was noted is not there: what followed was cut off':
    '另行记录的链末端不存在：其后的记录已被截断',
  'The entry of {at} ({action}) was changed or moved': '{at} 的记录（{action}）被修改或移动',
  'More than {count} kinds of attempts within a minute': '一分钟内的尝试超过 {count} 种',

  'a bucket of this space': '此空间的存储桶',
  '{key} was written and deleted': '{key} 已写入并删除',
  'no records were posted, and taken': '发送了空的记录，对方已接受',
  'no records were sent, and taken': '发送了空的记录，对方已接受',
  'a row in each table, rolled back': '每张表写入一行，已回滚',
}

export default sentences
