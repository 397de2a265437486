import type { Sentences } from '../translator.ts'

/** Routes, host names and who may call them. */
const sentences: Sentences = {
  'No route answers here': '此处没有路由应答',
  'No function answers here, or it is not yours to call': '此处没有函数应答，或者你无权调用',
  'Functions answer at /fn/{space}/{function}, routes at /gw/{same}':
    '函数的地址为 /fn/{space}/{function}，路由的地址为 /gw/{same}',
  '{method} does not work here; {allow} does': '此处不能使用 {method}，可使用 {allow}',
  '{method} {path} does not answer {asked} {at}': '{method} {path} 不应答 {asked} {at}',
  'This route has no function to call: choose one': '此路由没有要调用的函数：请选择一个',
  'At most {count} requests in {seconds} seconds: try again in {wait} s':
    '每 {seconds} 秒最多 {count} 次请求：请在 {wait} 秒后重试',
  'Send a token as "Authorization: Bearer …"': '请以“Authorization: Bearer …”发送令牌',
  'Send an API key as "Authorization: Bearer …"': '请以“Authorization: Bearer …”发送 API 密钥',
  'Needs an API key that names the space {space}': '需要包含空间 {space} 的 API 密钥',
  'Sign the request with the secret of this address': '请用此地址的密钥对请求签名',
  'The signature does not fit the request and the secret': '签名与请求和密钥不符',
  'The time in the signature must lie within {seconds} seconds of now': '签名中的时间与当前相差须在 {seconds} 秒以内',
  'This signed request came before: it is accepted once': '此签名请求已收到过：只接受一次',
  'Send Stripe-Signature': '请发送 Stripe-Signature',
  'Send X-Hub-Signature-256': '请发送 X-Hub-Signature-256',
  'Send webhook-id, webhook-timestamp and webhook-signature':
    '请发送 webhook-id、webhook-timestamp 和 webhook-signature',
  'The secret of this address was sealed with another key: set it anew': '此地址的密钥由另一个密钥加密：请重新设置',
  "The keys of the token's issuer cannot be had: {reason}": '无法获取令牌签发者的密钥：{reason}',
  'The token cannot be checked with the keys of this route': '无法用此路由的密钥检查令牌',
  'The token has expired': '令牌已过期',
  'The token is signed with a key that its issuer does not publish': '令牌所用的签名密钥未由其签发者公布',
  'The token is signed with an algorithm that is not accepted here': '此处不接受令牌所用的签名算法',
  'The token needs the claim {name} with the value {value}': '令牌须有声明 {name}，其值为 {value}',
  "The token's signature is not valid": '令牌的签名无效',
  "The token's {claim} does not fit": '令牌的 {claim} 不符',
  'This is not a signed token that can be checked': '这不是可检查的签名令牌',

  'Give either jwksUrl or publicKey': '请填写 jwksUrl 或 publicKey 之一',
  'Only auth "{kind}" has settings in "{same}"': '只有认证“{kind}”可在“{same}”中设置',
  'What follows "{prefix}" must be base64: copy the secret as the sender shows it':
    '“{prefix}”之后须为 base64：请原样复制发送方显示的密钥',
  'Must be a public key in PEM: it begins with "-----BEGIN PUBLIC KEY-----"':
    '须为 PEM 公钥：以“-----BEGIN PUBLIC KEY-----”开头',
  'An RSA key must have at least {bits} bits': 'RSA 密钥至少须有 {bits} 位',
  'Tokens cannot be checked with a key of this kind: use RSA, P-256, P-384, P-521 or Ed25519':
    '无法用这种密钥验证令牌：请使用 RSA、P-256、P-384、P-521 或 Ed25519',
  'This key is for {list}: add one of them to the algorithms': '此密钥适用于 {list}：请将其中之一加入算法',
  'This PEM text holds no public key': '此 PEM 文本中没有公钥',
  'Needs a secret that the sender signs with': '需要发送方用来签名的密钥',
  'Credentials need named origins: browsers refuse them together with "*"':
    '携带登录信息时须列明来源：浏览器不允许它与“*”同用',
  'Must be "*" or an origin such as "https://shop.example.org"': '须为“*”或来源，例如“https://shop.example.org”',
  'May have at most 20 headers': '最多 20 个响应头',
  '"{part}" is no part of a path that a client can send': '“{part}”不是客户端可发送的路径段',
  '"{part}" must be plain text, {name}, or at the end {rest} or *':
    '“{part}”须为普通文本、{name}，或末尾的 {rest} 或 *',
  '"{part}" takes the rest of the path: it can only stand at the end': '“{part}”匹配路径的其余部分：只能放在末尾',
  'Has "//" in it': '含有“//”',
  'May have at most {count} parts': '最多 {count} 段',
  'Must start with "/"': '须以“/”开头',
  'The parameter {name} stands there twice': '参数 {name} 出现了两次',

  'The host name {host} is taken by another space or trigger': '域名 {host} 已被其他空间或触发器占用',
  '{host} is where Alcove itself answers: use another host name': '{host} 由 Alcove 自身使用：请换一个域名',
  'A space may have at most {count} host names': '一个空间最多 {count} 个域名',
  'A space may have at most {count} routes': '一个空间最多 {count} 条路由',
  'A space may have at most {count} routes: this import would make it {sum}':
    '一个空间最多 {count} 条路由：导入后将有 {sum} 条',
  'Clashes with route {name}: both answer {method} {path}. Change the path of {other}':
    '与路由 {name} 冲突：两者都应答 {method} {path}。请修改 {other} 的路径',

  'The file cannot be imported: it is not UTF-8 text': '无法导入此文件：它不是 UTF-8 文本',
  'The file cannot be imported: {reason}': '无法导入此文件：{reason!}',
  'It is no OpenAPI 3.1 document in JSON or YAML': '它不是 JSON 或 YAML 格式的 OpenAPI 3.1 文档',
  'It cannot be read': '无法读取',
  'It needs more than {size} MB to read': '读取它需要超过 {size} MB',
  'It takes more than {seconds} seconds to read': '读取它超过 {seconds} 秒',
  'The server reads {count} other OpenAPI files: import this one in a few seconds':
    '服务器正在读取另外 {count} 个 OpenAPI 文件：请过几秒再导入',
  'The file does not name it': '文件中未提到',
  'Answered by {function}:{qualifier}, auth {auth}': '由 {function}:{qualifier} 应答，认证 {auth}',
  'No function named: answers 501 until you choose one': '未指定函数：选择之前应答 501',
  'Same as {path}, which is route {name}. Left out': '与路由 {name} 的 {path} 相同。已略过',
  'Same as {path} of this file. Left out': '与此文件中的 {path} 相同。已略过',
  'The name {name} is taken. Give the operation another operationId':
    '名称 {name} 已被占用。请给该操作换一个 operationId',
  '{name}: {from} to {to}': '{name}：{from} 改为 {to}',

  'Checking the request against the schemas of its route takes too long': '按路由的模式检查请求耗时过长',
  'The server checks other schemas: try again in a few seconds': '服务器正在检查其他模式：请过几秒重试',
  'They take too long to compile, or too much memory. Make them smaller': '编译耗时过长或占用内存过多。请缩小模式',
  '"$async" is not supported': '不支持“$async”',
  '"uniqueItems" compares all items with each other: add "maxItems" of at most {count}':
    '“uniqueItems”会将所有项相互比较：请添加不大于 {count} 的“maxItems”',
  'Unknown keyword {keyword}': '未知关键字 {keyword}',
  'Unknown format {format}': '未知格式 {format}',
  'The reference {reference} leads nowhere': '引用 {reference} 没有目标',
  'An "enum" needs at least one value': '“enum”至少需要一个值',
  'it has more than {bytes} bytes': '超过 {bytes} 字节',
  'it takes too long to compile. Make it smaller': '编译耗时过长。请缩小',
  'it is nested more than {levels} levels deep': '嵌套超过 {levels} 层',
  'it has more than {count} objects and lists': '对象和列表超过 {count} 个',
  'The pattern {pattern} cannot be used (look-around and back references never can): {reason}':
    '正则表达式 {pattern} 无法使用（环视与反向引用始终不可用）：{reason}',
  'a reference leads back to itself': '引用指回了自身',
  'The schema cannot be used: {reason}': '模式无法使用：{reason!}',
  'The schema of {part} cannot be used: {reason}': '{part} 的模式无法使用：{reason!}',
  'The schemas take too long to compile. Make them smaller': '模式编译耗时过长。请缩小模式',
  'Must be a path such as "/v1/*" or an address such as "https://example.org/{id}", in ASCII':
    '须为路径（例如“/v1/*”）或地址（例如“https://example.org/{id}”），只含 ASCII 字符',
  'May name at most 20 claims': '最多 20 个声明',
  'auth "{kind}" needs settings in "{same}"': '认证“{kind}”需要在“{same}”中设置',
}

export default sentences
