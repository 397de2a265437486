import type { Sentences } from '../translator.ts'

/** Titles of problems, and what is wrong with a request before anything is done for it. */
const sentences: Sentences = {
  'The request is not valid': '请求无效',
  'The body is not valid JSON': '请求体不是有效的 JSON',
  'The code package is not valid': '代码包无效',
  'Sign in or send an API key': '请登录，或发送 API 密钥',
  'Not allowed': '没有权限',
  'Not found': '不存在',
  'Method not allowed': '此处不允许该方法',
  'The request came too slowly': '请求发送过慢',
  'The resource is in another state': '资源处于其他状态',
  'The name is taken': '名称已被占用',
  'Someone else changed it first': '已被他人先行修改',
  'The request body is too large': '请求体过大',
  'The content type is not supported': '不支持该内容类型',
  'The range lies outside of the object': '请求的范围超出对象大小',
  'The idempotency key was used for another request': '幂等键已用于其他请求',
  'The search covers too much': '搜索范围过大',
  'Too many requests': '请求过多',
  'The request has too many or too large headers': '请求头过多或过大',
  'Not something this server does': '此服务器不支持此操作',
  'The HTTP version is not supported': '不支持此 HTTP 版本',
  'The function failed': '函数执行失败',
  'The function could not be loaded': '函数无法加载',
  'The function ran out of memory': '函数内存不足',
  'The function broke the runtime protocol': '函数违反了运行时协议',
  'The function returned too much': '函数返回内容过大',
  'The function timed out': '函数超时',
  'The function is at its limit': '函数已达上限',
  'A quota is used up': '配额已用完',
  'The call was refused': '调用被拒绝',
  'The call was cancelled': '调用已取消',
  'Functions call each other in a loop': '函数循环调用',
  'Alcove failed': 'Alcove 出错',
  'A stored package is damaged': '存储的代码包已损坏',
  'Not ready': '未就绪',
  'There is no room': '空间不足',

  'Something went wrong inside Alcove. Quote request {id} to its administrator':
    'Alcove 内部出错。请将请求编号 {id} 告知管理员',
  'Something went wrong inside Alcove. Quote call {id} to its administrator':
    'Alcove 内部出错。请将调用编号 {id} 告知管理员',
  'Something went wrong inside Alcove; its log says what': 'Alcove 内部出错，详情见其日志',
  'Alcove failed; its log says why': 'Alcove 出错，原因见其日志',
  'Alcove failed: look for this request in the server log': 'Alcove 出错：请在服务器日志中查找此请求',

  'There is nothing at {path}: check the path': '{path} 处没有内容：请检查路径',
  'No {what} "{name}" here, or it is not yours to see': '此处没有{what!}“{name}”，或者你无权查看',
  '{method} is not allowed here: use {allow}': '此处不允许 {method}：请使用 {allow}',
  'Send {types}: the content type was "{type}"': '请发送 {types}：收到的内容类型为“{type}”',
  'The request cannot be read: {reason}': '无法读取请求：{reason}',
  'The request did not arrive in time': '请求未能及时到达',
  'The path is not percent-encoded UTF-8': '路径不是百分号编码的 UTF-8',
  'This request came from another site ({site}) and was refused. If that is how you reach the console, set ALCOVE_ORIGIN to it':
    '此请求来自其他网站（{site}），已被拒绝。如果你正是由此访问控制台，请将 ALCOVE_ORIGIN 设为它',
  'The browser sent two sessions: another site on this host has set one. It is removed now; try again, and sign in if asked to':
    '浏览器发送了两个会话：此主机上的另一个网站设置了其中一个。它已被移除，请重试，并在需要时重新登录',
  'If-Match must be "*" or quoted entity tags': 'If-Match 须为“*”或带引号的实体标签',
  'If-None-Match may only be "*" on a write': '写入时 If-None-Match 只能为“*”',
  'This Idempotency-Key was used for another request: use a new one': '此 Idempotency-Key 已用于其他请求：请换一个新的',

  'The body is not JSON: {reason}': '请求体不是 JSON：{reason!}',
  // What V8 says of JSON.
  'Unexpected end of JSON input': '内容不完整',
  'Unexpected token {token}, {text} is not valid JSON': '{text} 中有意外的 {token}',
  '"{text}" is not valid JSON': '“{text}”不是有效的 JSON',
  'Expected double-quoted property name in JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：此处应为带双引号的名称',
  "Expected property name or '}' in JSON at position {at} (line {line} column {column})":
    '第 {line} 行第 {column} 列：此处应为带双引号的名称或 }',
  "Expected ':' after property name in JSON at position {at} (line {line} column {column})":
    '第 {line} 行第 {column} 列：缺少冒号',
  "Expected ',' or '}' after property value in JSON at position {at} (line {line} column {column})":
    '第 {line} 行第 {column} 列：缺少逗号或 }',
  "Expected ',' or ']' after array element in JSON at position {at} (line {line} column {column})":
    '第 {line} 行第 {column} 列：缺少逗号或 ]',
  'Bad control character in string literal in JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：换行等字符须写成 \\n 等转义形式',
  'Bad escaped character in JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：此字符不能跟在反斜杠之后',
  'Bad Unicode escape in JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：\\u 之后应为四位十六进制数字',
  'Unterminated string in JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：缺少结尾的双引号',
  'Unexpected non-whitespace character after JSON at position {at} (line {line} column {column})':
    '第 {line} 行第 {column} 列：值之后不能再有内容',
  'Unexpected number in JSON at position {at} (line {line} column {column})': '第 {line} 行第 {column} 列：意外的数字',
  'The body is not UTF-8 text': '请求体不是 UTF-8 文本',
  'The body is larger than the limit of {bytes} bytes': '请求体超过 {bytes} 字节的上限',
  'Send the body faster: at least {bytes} bytes in every {seconds} seconds':
    '请更快地发送请求体：每 {seconds} 秒至少 {bytes} 字节',
  'Send the whole body within {seconds} seconds': '请在 {seconds} 秒内发送整个请求体',
  'The client disconnected': '客户端已断开连接',
  'Too many bytes in flight: {whose} reached its limit. Try again shortly':
    '传输中的字节过多：{whose!}已达上限。请稍后重试',

  'A request may have at most {count} headers': '一个请求最多可有 {count} 个请求头',
  'HTTP/1.0 has no Transfer-Encoding (RFC 9112, 6.1)': 'HTTP/1.0 没有 Transfer-Encoding（RFC 9112，6.1）',
  'Send HTTP/1.1': '请使用 HTTP/1.1',
  'This server does not know the method': '此服务器不认识该方法',
  'TRACE is not supported': '不支持 TRACE',
  'The Host header is no host (RFC 9112, 3.2)': 'Host 请求头不是有效的主机（RFC 9112，3.2）',
  'The only transfer coding is chunked': '只支持 chunked 传输编码',
  'The target must be a path, or http:// with a host and a path (RFC 9112, 3.2)':
    '请求目标须为路径，或带主机和路径的 http:// 地址（RFC 9112，3.2）',
  'There is more than one Host header: send one (RFC 9112, 3.2)': 'Host 请求头不止一个：请只发送一个（RFC 9112，3.2）',
  'There is no Host header: send one (RFC 9112, 3.2)': '缺少 Host 请求头：请发送一个（RFC 9112，3.2）',
  'The chunk extensions of the body are too long': '请求体的分块扩展过长',
  'The headers are too large': '请求头过大',
  'This is not a proxy: CONNECT is not supported': '这不是代理：不支持 CONNECT',
  'This is not a valid HTTP request ({code})': '这不是有效的 HTTP 请求（{code}）',

  'Send nextCursor of the previous page unchanged': '请原样发送上一页的 nextCursor',
  'This list did not issue the cursor': '该游标不是由此列表发出的',
  'It already exists': '它已存在',
  'A function of this name already exists in this space': '此空间已有同名函数',
  'A route of this method and path already exists in this space': '此空间已有相同方法和路径的路由',
  'A space of this name already exists': '已有同名空间',
  'An account with this e-mail address already exists': '已有使用此邮箱的账号',
  'This host name is taken': '此域名已被占用',
  'Someone changed it at the same time: try again': '有人同时修改了它：请重试',
  'Something it refers to was deleted, or something still uses it: reload and try again':
    '它引用的内容已被删除，或者仍有内容在使用它：请刷新后重试',
  'Text must not contain NUL characters': '文本不能含有 NUL 字符',
  'The database is unreachable: try again later': '数据库无法连接：请稍后重试',
  'The object storage is unavailable: try again later': '对象存储不可用：请稍后重试',
  'The database does not answer': '数据库没有响应',
  'The disk is full': '磁盘已满',
  'The disk is full: free some space': '磁盘已满：请释放一些空间',
  "The server's disk is full: its administrator has to make room": '服务器的磁盘已满：须由管理员腾出空间',
  "The server's disk is nearly full, and nothing more is stored: its administrator has to make room":
    '服务器的磁盘即将用满，不再存储任何内容：须由管理员腾出空间',
  'The stored package {hash} is damaged: save it again': '存储的代码包 {hash} 已损坏：请重新保存',
  'The stored package {hash} is missing: save it again': '存储的代码包 {hash} 已丢失：请重新保存',
  'The stored object {name} is missing': '存储的对象 {name} 已丢失',

  'Functions of this space have 1,000 requests waiting already: make fewer at a time':
    '此空间的函数已有 1,000 个请求在等待：请减少同时发出的请求',
  'This server has no operation {name}': '此服务器没有操作 {name}',
  'Plain processes use the network of the machine': '普通进程使用本机的网络',
  'The process driver was asked for (ALCOVE_SANDBOX=process)': '按要求使用进程驱动（ALCOVE_SANDBOX=process）',
  'Containers need Linux': '容器需要 Linux',
  'Starting containers needs root, and the engine runs as another user': '启动容器需要 root，而引擎以其他用户运行',
  'Perl, which starts the containers, is not installed': '未安装用来启动容器的 Perl',
  'Neither crun nor runc is installed': '未安装 crun 或 runc',
  'Networks for functions need Linux': '函数网络需要 Linux',
  'Networks for functions need root, and the engine runs as another user': '函数网络需要 root，而引擎以其他用户运行',
  'Networks for functions need {programs}, which this machine does not have': '函数网络需要 {programs}，而本机没有',
  'A firewall of this machine ({chains}) drops what functions send': '本机的防火墙（{chains}）会丢弃函数发送的数据',
  'The network for functions could not be set up: {reason}': '无法建立函数网络：{reason}',
  'The disk has room again': '磁盘已有空间',
}

export default sentences
