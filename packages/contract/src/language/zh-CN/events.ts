import type { Sentences } from '../translator.ts'

/** Triggers, events and alerts. */
const sentences: Sentences = {
  'A {type} trigger has no schedule to run again': '{type!}触发器没有可重新运行的计划',
  'The range has more than {count} ticks: choose a shorter one': '此范围超过 {count} 个时刻：请选择更短的范围',
  'The trigger {name} is of type {before}. Delete it first, or give the {type} trigger another name':
    '触发器 {name} 的类型是{before!}。请先删除它，或给{type!}触发器换一个名称',
  '{failures} failures in a row': '连续失败 {failures} 次',
  'A cron pattern has 5 fields, or 6 with seconds first; this one has {fields}':
    'Cron 表达式有 5 个字段，或以秒开头的 6 个字段；此处有 {fields} 个',
  '"{pattern}" is not a cron pattern': '“{pattern}”不是 Cron 表达式',
  '"{field}" is not a cron pattern\'s {name}: {values}': 'Cron 表达式的{name!}“{field}”无效：{values!}',
  '"{pattern}" names a day that never comes': '“{pattern}”指定的日期永远不会到来',
  'No tick is left before this': '在此之前没有剩余的时刻',
  'This time has passed': '此时间已过',
  'Give one of cron, rateSeconds and at': '请只填写 cron、rateSeconds 和 at 之一',
  'Must be at least minBytes': '不能小于 minBytes',
  'There is no bucket "{name}" in this space': '此空间没有存储桶“{name}”',
  'This space has no bucket "{name}"': '此空间没有存储桶“{name}”',
  'The function would be started by its own lines: {circle}': '函数会被自己的日志行启动：{circle}',
  'Trigger {name} takes {shared} at the same URL with auth "{auth}". Give both the same auth, or other methods':
    '触发器 {name} 在同一 URL 以认证“{auth}”接受 {shared}。请让两者使用相同的认证，或不同的方法',
  'Names that start with {name} are set by the platform': '以 {name} 开头的名称由平台设置',

  'An event may have at most {size} KiB as JSON': '事件的 JSON 最多 {size} KiB',
  'A batch must be a list of events': '批次须为事件列表',
  'A batch may have at most {count} events': '一个批次最多 {count} 个事件',
  'Types that begin with "{prefix}" are Alcove\'s own: choose another one':
    '以“{prefix}”开头的类型为 Alcove 专用：请换一个',
  'Must be text, true, false or a whole number of 32 bits: put anything else into data':
    '须为文本、true、false 或 32 位整数：其他内容请放入 data',
  'Must be a list of two or more patterns': '须为两个或更多模式的列表',
  'Must be a list of values and conditions, such as ["created"], or an object of fields':
    '须为值和条件的列表，例如 ["created"]，或由字段组成的对象',
  'Must be a value, or an object with one of prefix, suffix, anything-but, numeric, exists':
    '须为值，或带有 prefix、suffix、anything-but、numeric、exists 之一的对象',
  'No number meets both comparisons: this condition would never match':
    '没有数字能同时满足两个比较：此条件永远不会匹配',
  'Must be an object of fields': '须为由字段组成的对象',
  'Must be nested at most {depth} deep': '最多可嵌套 {depth} 层',
  'Needs at least one field': '至少需要一个字段',
  'There is no condition "{name}": use prefix, suffix, anything-but, numeric or exists':
    '没有条件“{name}”：请使用 prefix、suffix、anything-but、numeric 或 exists',
  '{name} must be text that is not empty': '{name} 须为非空文本',

  'A space has at most {count} alerts: delete one first': '一个空间最多 {count} 条告警规则：请先删除一条',
  'A space has at most {count} alert targets: delete one first': '一个空间最多 {count} 个通知目标：请先删除一个',
  'This space has no alert target "{name}"': '此空间没有通知目标“{name}”',
  'Cannot delete {name}: alert {alert} notifies it. Change the alert first':
    '无法删除 {name}：告警规则 {alert} 会通知它。请先修改该规则',
  'This installation sends no e-mail: its administrator has to set ALCOVE_SMTP_URL':
    '此安装不发送邮件：须由管理员设置 ALCOVE_SMTP_URL',
  'Fires when the value has been beyond the threshold for so long': '值超过阈值达到此时长时触发',
  'alcove.publish takes an event, or a list of up to {count}':
    'alcove.publish 接受一个事件，或最多 {count} 个事件的列表',
  'Events may have at most {bytes} bytes together': '事件合计最多 {bytes} 字节',
  'Must lie on the other side of the threshold from where the rule fires': '须位于阈值的另一侧，与触发方向相反',
  'Must have at most {count} characters as JSON': 'JSON 最多 {count} 个字符',
  'Must have at most {count} fields and conditions': '字段和条件最多 {count} 个',
}

export default sentences
