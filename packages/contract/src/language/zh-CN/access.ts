import type { Sentences } from '../translator.ts'

/** Signing in, rights, accounts, keys and grants. */
const sentences: Sentences = {
  'Sign in, or send an API key as "Authorization: Bearer …"': '请登录，或以“Authorization: Bearer …”发送 API 密钥',
  'Sign in to do this: an API key may not': '请登录后操作：API 密钥不能执行此操作',
  'A second factor is required: add an authenticator app or a passkey on your profile, or sign in with one':
    '必须启用第二重验证：请在个人资料中添加身份验证器应用或通行密钥，或用它登录',
  'Signing in failed': '登录失败',
  'Invalid email or password': '邮箱或密码错误',
  'Invalid email': '邮箱无效',
  'Invalid password': '密码错误',
  'Invalid code': '验证码错误',
  'Invalid backup code': '恢复码错误',
  'Invalid two factor cookie': '登录的第二步已过期：请重新登录',
  'Invalid token': '令牌无效',
  'Password too short': '密码过短',
  'Password too long': '密码过长',
  'Session is not fresh': '你登录已超过 10 分钟：请重新登录',
  'Session expired. Re-authenticate to perform this action.': '会话已过期：请重新登录后操作',
  'TOTP not enabled': '未启用身份验证器应用',
  "Two factor isn't enabled": '未启用双重验证',
  "Backup codes aren't enabled": '未启用恢复码',
  'Too many attempts. Please request a new code.': '尝试次数过多：请重新登录',
  'Too many failed verification attempts. Your account is temporarily locked. Please try again later.':
    '验证失败次数过多，账号已暂时锁定：请稍后重试',
  'Too many requests. Please try again later.': '请求过多：请稍后重试',
  'Too many wrong passwords. Try again in {seconds} seconds': '密码错误次数过多。请在 {seconds} 秒后重试',
  'Too many wrong codes. Try again in {seconds} seconds': '验证码错误次数过多。请在 {seconds} 秒后重试',
  'This code was used already: wait for the next one': '此验证码已使用过：请等待下一个',
  'A second factor is asked for at each sign-in: leave out trustDevice': '每次登录都要求第二重验证：请去掉 trustDevice',
  'Provider not found': '没有此身份提供方',
  'There is no such identity provider': '没有此身份提供方',
  '{provider} does not answer: try again later': '{provider} 没有响应：请稍后重试',
  'Passkey not found': '没有此通行密钥',
  'Challenge not found': '通行密钥的验证已过期：请重试',
  'Authentication failed': '验证失败：请重试',
  'Failed to verify registration': '无法验证通行密钥：请重试',
  'You are not allowed to register this passkey': '你不能登记此通行密钥',
  'The device has to ask for its PIN, a finger or a face': '设备须要求 PIN、指纹或面容',
  'The account is not active': '账号未处于正常状态',
  'The account is suspended': '账号已停用',
  'This is not your password': '这不是你的密码',
  'At least {count} characters': '至少 {count} 个字符',
  'At most {count} characters': '最多 {count} 个字符',
  'Too easy to guess: it is one of the most common passwords': '太容易猜到：这是最常见的密码之一',
  'Too easy to guess: it repeats itself or runs along the keyboard': '太容易猜到：内容重复，或是键盘上相邻的按键',
  'Too easy to guess: little is left of it without your name, your address or the name Alcove':
    '太容易猜到：除了姓名、邮箱或 Alcove 之外所剩无几',

  'This link has already been used: sign in instead': '此链接已被使用：请直接登录',
  'This link has been used or has expired: ask for a new one': '此链接已被使用或已过期：请索取新链接',
  'The first administrator needs an e-mail address': '第一位管理员需要邮箱',
  'Cannot suspend {email}: Alcove would have no administrator': '无法停用 {email}：Alcove 将没有管理员',
  'This is your own account: another administrator has to do this': '这是你自己的账号：须由另一位管理员操作',
  '{email} has not accepted the invitation: delete the account instead': '{email} 尚未接受邀请：请改为删除账号',
  '{email} is active: suspend the account first': '{email} 处于正常状态：请先停用该账号',
  '{email} has accepted the invitation': '{email} 已接受邀请',
  '{email} is {state}': '{email} {state!}',
  'Sign-ins with the claim {claim} fill this group: take the claim away first':
    '此群组由带有声明 {claim} 的登录填充：请先去掉该声明',
  'There is no account {email}: invite it first': '没有账号 {email}：请先邀请',

  'Administrators may do this everywhere': '管理员在所有空间都可执行此操作',
  'Alcove does this for the owners': '由 Alcove 代所有者执行',
  'Alcove itself does not have {action}': 'Alcove 自身没有 {action} 权限',
  'Functions may do this in their own space': '函数可在自己的空间执行此操作',
  'Functions do not have {action} here': '函数在此处没有 {action} 权限',
  'No role in a space has {action}': '空间中没有角色具有 {action} 权限',
  'The space is public: every account may invoke its functions': '此空间是公开的：所有账号都可调用其函数',
  'The role {role} allows {action}: {grant}, {on}, {until}': '角色“{role!}”包含 {action}：{grant!}，{on!}，{until!}',
  'Needs {action}; your role here is {role}': '需要 {action} 权限；你在此处的角色：{role!}',
  'Needs {action} here; your grant is for the function {function} only':
    '需要此处的 {action} 权限；你的授权仅限函数 {function}',
  'Needs {action} here; this API key is for other functions': '需要此处的 {action} 权限；此 API 密钥仅限其他函数',
  'Needs {action}, which this API key does not carry': '需要 {action} 权限，而此 API 密钥没有',
  'Needs {action}: sign in as an administrator, or use an API key of one that carries it':
    '需要 {action} 权限：请以管理员身份登录，或使用管理员的、具有此权限的 API 密钥',
  'Needs {action}, which the role {role} has; you have no role in this space':
    '需要 {action} 权限，角色“{role!}”具有此权限；你在此空间没有角色',
  'Needs {action}, which the role {role} has; your grant ended {at}':
    '需要 {action} 权限，角色“{role!}”具有此权限；你的授权已于 {at} 结束',
  'Needs {action}; you have no role in this space': '需要 {action} 权限；你在此空间没有角色',
  'Needs {action}; your grant ended {at}': '需要 {action} 权限；你的授权已于 {at} 结束',
  'Needs {action}': '需要 {action} 权限',
  'This API key is not for this space': '此 API 密钥不能用于此空间',
  'Needs {action} to read the whole space': '需要 {action} 权限才能读取整个空间',
  'Needs functions:invoke as well: trying a route calls its function':
    '还需要 functions:invoke 权限：试用路由会调用其函数',
  'Needs audit:read, which the admins of a space have': '需要 audit:read 权限，空间管理员具有此权限',
  'Needs grants:write, which the role admin has, to ask about others':
    '查询他人的权限需要 grants:write 权限，角色“空间管理员”具有此权限',
  'Needs grants:write: only admins of the space override what guards an alias':
    '需要 grants:write 权限：只有空间管理员可以越过别名的保护',
  'Needs aliases:protect: {alias} is protected, or would be. Only admins of the space change that':
    '需要 aliases:protect 权限：{alias} 受保护，或将受保护。只有空间管理员可以更改',
  'Needs aliases:protect: {function} has the protected alias {alias}':
    '需要 aliases:protect 权限：{function} 有受保护的别名 {alias}',
  'To stop this needs {action}': '停止它需要 {action} 权限',
  'Ask about an account or a key, not both': '请只查询账号或密钥之一',
  'This concerns all spaces: use an API key that is not bound to particular spaces':
    '此操作涉及所有空间：请使用未限定空间的 API 密钥',

  'The API key is not accepted from {address}: its owner limited it': 'API 密钥不能在 {address} 使用：其所有者作了限制',
  'The API key is unknown, has expired, or its owner is no longer active': 'API 密钥不存在、已过期，或其所有者已停用',
  'A key cannot make a key that may do more than itself': '密钥创建的密钥不能拥有更多权限',
  'A key made with another key must expire no later than that key': '用密钥创建的密钥，到期时间不能晚于前者',
  'The function is in {space}, which is not among the spaces': '该函数在 {space} 中，而它不在所选空间之列',
  'The key would already have expired': '此密钥将已过期',
  'This API key is bound to particular spaces and cannot make a key for all spaces':
    '此 API 密钥限定了空间，不能创建用于所有空间的密钥',
  'This API key is for particular functions and cannot make keys': '此 API 密钥限定了函数，不能创建密钥',
  'This API key has limits of its own and cannot make keys, which would have none':
    '此 API 密钥有自己的限额，不能创建没有限额的密钥',
  'A key made with this key works from {networks} only': '用此密钥创建的密钥只能在 {networks} 使用',
  'An API key rotates itself and the keys made with it: sign in to rotate others':
    'API 密钥只能轮换自身和用它创建的密钥：请登录后轮换其他密钥',
  'An API key cannot change its own limits: sign in to do this': 'API 密钥不能修改自己的限额：请登录后操作',
  'You do not have {action} yourself': '你自己没有 {action} 权限',
  'You do not have {action} in space {space} yourself': '你自己在空间 {space} 没有 {action} 权限',
  'You do not have {action} on {path} yourself': '你自己对 {path} 没有 {action} 权限',
  'The key has one secret only: rotate it first': '此密钥只有一个值：请先轮换',
  'The key is being rotated already: finish that first': '此密钥正在轮换：请先完成',
  'A grant cannot outlive the right that gives it: send an earlier expiresAt':
    '授权不能比授予它的权限更晚结束：请填写更早的结束时间',
  'This API key does not carry {actions}, which the role {role} would give':
    '此 API 密钥没有 {actions} 权限，而角色“{role!}”会授予它',

  'Access is for people to ask for: sign in': '只有人可以申请访问：请登录',
  'You have {count} open requests: wait for an answer to one first': '你有 {count} 个待处理的申请：请先等待答复',
  'Only the function {function} was asked for: make a grant instead': '只申请了函数 {function}：请改为直接授权',
  'Only {hours} hours were asked for: make a grant instead': '只申请了 {hours} 小时：请改为直接授权',
  'This request is {state} already': '此申请已{state!}',
  '{role} is wider than {asked}, which was asked for: make a grant instead':
    '“{role!}”大于所申请的“{asked!}”：请改为直接授权',
}

export default sentences
