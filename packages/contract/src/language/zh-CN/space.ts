import type { Sentences } from '../translator.ts'

/** Spaces, quotas, budgets, the trash, export and import, settings of the installation. */
const sentences: Sentences = {
  '{who} is suspended: its {amount} {what} used up. It resumes at {at}':
    '{who!}已暂停：{amount} {what!}已用完。{at} 恢复',
  '{who} may run {count} calls at the same time. Try again when one has ended':
    '{who!}最多可同时运行 {count} 次调用。请在其中一次结束后重试',
  'The quota cannot be read at the moment. Try again shortly': '暂时无法读取配额。请稍后重试',
  'A quota of the function is used up; try again later': '函数的配额已用完，请稍后重试',
  'The quota allows at most {most} MB. Choose less, or ask an admin of the space to raise it':
    '配额最多允许 {most} MB。请选择更小的值，或请空间管理员提高配额',
  '{who} has its quota of {most} MB of code. Delete some, or ask an admin of the space to raise it':
    '{who!}已达到 {most} MB 代码的配额。请删除一些，或请空间管理员提高配额',
  '{who} has its quota of {most} {what}. Delete some, or ask an admin of the space to raise it':
    '{who!}已达到 {most} {what!}的配额。请删除一些，或请空间管理员提高配额',
  'Nothing suspends the {what}': '{what!}没有被暂停',
  'Only a space has a spend cap: leave out the function': '只有空间有费用上限：请去掉函数',
  'Only an administrator of Alcove may give a space more than {most} MiB of storage':
    '只有 Alcove 管理员可以给空间超过 {most} MiB 的存储',
  'Only an administrator of Alcove may let the buckets of a space hold more than {most} MiB':
    '只有 Alcove 管理员可以让空间的存储桶超过 {most} MiB',
  'Only an administrator of Alcove may let functions reach private addresses: {address}':
    '只有 Alcove 管理员可以让函数访问内网地址：{address}',
  'The disk that holds the files of spaces has {most} MiB: choose no more than that':
    '存放空间文件的磁盘共 {most} MiB：请选择不超过此值的大小',
  'Must be a host such as "api.example.org" or "*.example.org", an address or a network such as "203.0.113.0/24", with or without ":port"':
    '须为主机（例如“api.example.org”或“*.example.org”）、地址或网络（例如“203.0.113.0/24”），可带“:端口”',
  'Must be an address from 0.0.0.0 to 255.255.255.255, a network down to /32, a port from 1 to 65535':
    '地址须在 0.0.0.0 到 255.255.255.255 之间，网络不小于 /32，端口须在 1 到 65535 之间',
  'This space requires isolation, but this machine runs functions as plain processes':
    '此空间要求隔离，而本机以普通进程运行函数',

  'There is another {what} {name} by now: restore this one under another name':
    '已有另一个{what!} {name}：请换一个名称恢复',

  'The action has ended: it is {state}': '该操作已结束：{state!}',
  '{count} background actions of this space are running: wait for one to end, or stop one':
    '此空间有 {count} 个后台操作正在运行：请等待其中一个结束，或停止一个',

  'Other archives are being imported: try again in a minute': '正在导入其他归档：请一分钟后重试',
  'An archive holds no credentials: name it in "secrets", and set it afterwards':
    '归档不含凭据：请在“secrets”中列出，之后再设置',
  'This host name is in use already': '此域名已被使用',
  'This installation sends no e-mail': '此安装不发送邮件',
  'It has ended': '它已结束',
  'There is no such group here': '此处没有这个群组',
  'There is no such account here: invite it': '此处没有这个账号：请先邀请',
  'A published version never changes: give it another number': '已发布的版本不会改变：请换一个版本号',
  'A version of a layer never changes: give it another number': '层的版本不会改变：请换一个版本号',
  'The space, the archive or what to remove is not as in the preview: look at it again':
    '空间、归档或要删除的内容与预览不同：请重新查看',
  'Only the archive of a whole space can remove what it lacks: this one has no space.json':
    '只有整个空间的归档才能移除它所缺少的内容：此归档没有 space.json',
  'The archive has no alcove.json: it is none of a space': '归档中没有 alcove.json：它不是空间的归档',
  'alcove.json names a format that this server does not know': 'alcove.json 写明的格式不为此服务器所知',
  'The archive is not valid. {wrong}': '归档无效。{wrong!}',
  'no valid JSON: {reason}': '不是有效的 JSON：{reason}',
  'no file of this place has such a name': '此处没有这样的文件名',
  'belongs to nothing': '不属于任何内容',
  'has no files in {folder}': '在 {folder} 中没有文件',
  'its function has no function.json': '其函数没有 function.json',
  'and {count} more': '以及另外 {count} 处',
  '"{name}" cannot be a name here': '“{name}”不能用作此处的名称',
  '{path} is too long for settings': '{path} 过长，不能作为设置',
  'It uses the layer {layer}, which {space} does not have with the same content: upload it there first':
    '它使用层 {layer}，而 {space} 没有内容相同的层：请先在那里上传',
  'The function is in this space already: rename it in its settings': '该函数已在此空间：请在其设置中改名',
  '{space} has a function {name} already: choose another name': '{space} 已有函数 {name}：请换一个名称',
  'The additional version must be another version': '第二个版本须为另一个版本',
  'Name the function whose memory it is': '请指明是哪个函数的内存',
}

export default sentences
