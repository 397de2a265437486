import type { Sentences } from '../translator.ts'

/** Functions: code, packages, builds, versions, aliases, layers, configuration and tests. */
const sentences: Sentences = {
  'Must start with a lower-case letter and hold only a-z, 0-9 and "-", at most 63 characters':
    '须以小写字母开头；只含 a-z、0-9 和“-”；最多 63 个字符',
  'Must be "draft", an alias name or a version number': '须为“draft”、别名或版本号',
  'Must be "draft", one of its aliases or one of its versions': '须为“draft”、它的别名或版本之一',
  'This function has no version or alias "{qualifier}"': '此函数没有版本或别名“{qualifier}”',
  '{function} has no version or alias "{qualifier}"': '{function} 没有版本或别名“{qualifier}”',
  'No function "{name}" in this space': '此空间没有函数“{name}”',
  'No function "{name}" here': '此处没有函数“{name}”',
  'This space has no function "{name}"': '此空间没有函数“{name}”',
  'There is no function "{name}" in this space': '此空间没有函数“{name}”',
  '"{name}" cannot name an alias': '“{name}”不能用作别名的名称',
  '"{name}" cannot name a test': '“{name}”不能用作测试的名称',
  '"{name}" cannot name a trigger': '“{name}”不能用作触发器的名称',
  'There is no version {version} of this function': '此函数没有版本 {version}',
  'Version {version} does not exist': '版本 {version} 不存在',
  '{alias} has pointed to nothing else so far: there is nothing to go back to':
    '{alias} 从未指向其他版本：没有可回滚的目标',

  'Cannot delete alias {alias}: trigger {trigger} uses it': '无法删除别名 {alias}：触发器 {trigger} 正在使用',
  'Cannot delete alias {alias}: route {route} uses it': '无法删除别名 {alias}：路由 {route} 正在使用',
  'Cannot delete v{version}: alias {alias} uses it': '无法删除 v{version}：别名 {alias} 正在使用',
  'Cannot delete v{version}: trigger {trigger} uses it': '无法删除 v{version}：触发器 {trigger} 正在使用',
  'Cannot delete v{version}: route {route} uses it': '无法删除 v{version}：路由 {route} 正在使用',
  'Cannot delete v{version}: results of {sender} go to it': '无法删除 v{version}：{sender} 的结果会发送给它',
  'Cannot delete v{version}: a task waits for it': '无法删除 v{version}：有一个任务在等待它',
  'Cannot delete v{version}: {count} tasks wait for it': '无法删除 v{version}：有 {count} 个任务在等待它',
  'Cannot delete the layer {layer}: {user} uses it': '无法删除层 {layer}：{user!}正在使用',
  'Cannot delete {layer} v{version}: {user} uses it': '无法删除 {layer} v{version}：{user!}正在使用',
  'Cannot publish: the build failed. {reason}': '无法发布：构建失败。{reason!}',
  'Cannot publish: the code is still being built': '无法发布：代码仍在构建',
  'An instance of {runtime} works on one call at a time: only Node.js can take several':
    '{runtime} 的实例一次只处理一个调用：只有 Node.js 可以同时处理多个',

  '{alias} cannot move to v{version}: {reason}. A space admin can override this':
    '{alias} 不能移动到 v{version}：{reason!}。空间管理员可以越过此门禁',
  'its gate needs tests, and there are none': '门禁需要测试，而目前没有测试',
  'its tests, as they are now, have not run on v{version} (POST …/tests/run?qualifier={same})':
    '当前的测试尚未在 v{version} 上运行（POST …/tests/run?qualifier={same}）',
  '{tests} fails': '{tests} 未通过',
  '{tests} fail': '{tests} 未通过',
  'Only admins of the space open the gate of {aliases}': '只有空间管理员可以取消 {aliases} 的门禁',
  '{function} has no tests: save one first': '{function} 没有测试：请先保存一个',
  'A function may have {count} tests: delete some first': '一个函数最多可有 {count} 个测试：请先删除一些',
  'The event of a test may have {size} KiB': '测试的事件最多 {size} KiB',
  'Is too large: use fewer or smaller repetitions': '过大：请减少重复，或缩小重复次数',
  'Not a regular expression of RE2: {reason}': '不是 RE2 正则表达式：{reason}',
  'Must begin with output, logs or httpStatus, as output.items.*.id does':
    '须以 output、logs 或 httpStatus 开头，例如 output.items.*.id',
  'Must begin with a name, as body.at does: not with $ or /': '须以名称开头，例如 body.at，不能以 $ 或 / 开头',
  'Must be items.0.id for one place of a list, items.*.id for all':
    '列表中的某一项须写成 items.0.id，所有项写成 items.*.id',
  'Must have a name between two dots': '两个点号之间须有名称',
  'Takes too long to check: use fewer or simpler patterns': '检查耗时过长：请使用更少或更简单的模式',
  'Cannot be used (look-around and back references never can): {reason}': '无法使用（不支持环视和反向引用）：{reason}',
  'The run was stopped; it is not kept': '运行已停止，不会保留',

  'Another error': '错误不同',
  'Another line': '日志行不同',
  'Another type': '类型不同',
  'Another value': '值不同',
  'It ended otherwise': '结束方式不同',
  'Not written': '没有写出',
  'Not written before': '之前没有写出',
  'Differs in one more place': '还有一处不同',
  'Differs in {count} more places': '还有 {count} 处不同',
  'Does not match the pattern': '不符合模式',
  'No line matches': '没有匹配的日志行',
  'Not a list': '不是列表',
  'Not an object': '不是对象',
  'Not expected': '未预期',
  'The call failed': '调用失败',
  'The call succeeded, and was to fail': '调用成功，而预期是失败',
  'The message has no such part': '错误信息中没有这部分',
  'The output is not JSON, or longer or deeper than can be compared': '输出不是 JSON，或过长、嵌套过深而无法比较',
  'Took too long': '耗时过长',
  '{actual} values in place of {expected}': '有 {actual} 个值，预期 {expected} 个',

  'It has no network in a replay: {name}: {message}': '重放中没有网络：{name}：{message}',
  'Its output is longer than the 64 KB that are recorded': '其输出超过所记录的 64 KB',
  'It {what}, which a replay with blocked outgoing calls does not': '它{what!}，而对外调用被拦截的重放不会这样做',
  'Its record hides the headers {names}: the code got "{redacted}"':
    '其记录隐藏了请求头 {names}：代码得到的是“{redacted}”',
  'Its output takes too long to compare': '其输出比较耗时过长',
  'Its record is not kept any more': '其记录已不再保留',
  'Its input is not text': '其输入不是文本',
  'Its input was cut at 64 KB': '其输入在 64 KB 处被截断',
  'It was refused before it ran': '它在运行之前被拒绝',
  'No input was recorded': '没有记录输入',
  'No recorded call of this function matches': '此函数没有符合条件的调用记录',
  'This is a replay: outgoing calls are blocked': '这是重放：对外调用已被拦截',
  'Outgoing calls cannot be blocked on this server: {reason}. Allow them, or have its administrator mend that':
    '此服务器无法拦截对外调用：{reason!}。请允许对外调用，或请管理员解决',
  'functions have no network of their own': '函数没有独立的网络',

  'At most {count} variables': '最多 {count} 个变量',
  'At most {count} variables and secrets together': '变量和密钥变量合计最多 {count} 个',
  'At most {count} bytes of names and values, secrets included': '名称和值合计最多 {count} 字节，含密钥变量',
  'Must start with a letter or "_" and hold only letters, digits and "_"': '须以字母或“_”开头；只含字母、数字和“_”',
  'Names that start with ALCOVE_ or AWS_LAMBDA_ are set by the platform':
    '以 ALCOVE_ 或 AWS_LAMBDA_ 开头的名称由平台设置',
  '"{name}" cannot be a variable and a secret: remove one of the two in the same change':
    '“{name}”不能既是变量又是密钥变量：请在同一次更改中移除其中一个',
  'The variable {name} holds a NUL character': '变量 {name} 含有 NUL 字符',
  'A lower bound must not be above its upper bound': '下限不能大于上限',
  'More instances would be kept ready ({min}) than there may be ({max})':
    '保持就绪的实例（{min}）多于允许的上限（{max}）',
  'Each layer can be used once': '每个层只能使用一次',
  'Must look like "index.handler": a file without its ending, a dot, an export':
    '格式须为“index.handler”：不带扩展名的文件、一个点、一个导出名',
  'There is no version {version} of a layer "{layer}" in this space': '此空间没有层“{layer}”的版本 {version}',
  '{layer} v{version} is for {runtimes}, not for {runtime}': '{layer} v{version} 适用于 {runtimes}，不适用于 {runtime}',
  'A function cannot be its own destination': '函数不能以自己为结果去向',
  'The secrets of {function} were sealed with another key: set them anew, or bring back secrets/sealing-key':
    '{function} 的密钥变量由另一个密钥加密：请重新设置，或恢复 secrets/sealing-key',
  'Secrets cannot be decrypted: the sealing key is another one': '无法解密密钥变量：加密密钥已不同',

  'The code needs no build': '此代码不需要构建',
  'The build succeeded: there is nothing to repeat': '构建已成功：无需重复',
  'The output of the build was lost: build again': '构建的输出已丢失：请重新构建',
  'The code or the settings of the space have changed since this build was requested, or cannot be read: build again':
    '自请求构建以来，代码或空间的设置已改变，或无法读取：请重新构建',
  'Alcove failed while building: its administrator finds why in the log. Try again':
    '构建时 Alcove 出错：管理员可在日志中查找原因。请重试',
  'The build output is larger than {size} MB as a zip': '构建输出压缩后超过 {size} MB',
  'The build ended with {how} and no result': '构建以 {how} 结束，没有结果',
  'The build ran out of memory: it may use {size} MiB, files included': '构建内存不足：最多可用 {size} MiB，含文件',
  'The build took more than {minutes} minutes': '构建超过 {minutes} 分钟',
  'The build was cancelled': '构建已取消',
  'The runtime {runtime} is not installed on this machine': '本机未安装运行时 {runtime}',
  'The code is still being built': '代码仍在构建',
  'The code cannot be bundled': '代码无法打包',
  'The bundle is too large: split the code up': '打包结果过大：请拆分代码',
  'The bundler crashed on this code': '打包器在处理此代码时崩溃',
  'The code needs more than {size} MB to bundle: split it up, or bundle it yourself':
    '打包此代码需要超过 {size} MB：请拆分代码，或自行打包',
  'The code takes more than {seconds} s to bundle: split it up, or bundle it yourself':
    '打包此代码超过 {seconds} 秒：请拆分代码，或自行打包',

  '{one} and {other} have the same name, ignoring case: rename one of them':
    '{one} 和 {other} 忽略大小写后同名：请重命名其中一个',
  '{name} holds the file name {path}, which is not allowed: use relative paths':
    '{name!}含有文件名 {path}，不允许使用：请使用相对路径',
  '{name} holds more than {count} files': '{name!}中的文件超过 {count} 个',
  '{name} holds no files': '{name!}中没有文件',
  '{name} is a symbolic link to {target}, which is not in the archive':
    '{name} 是指向 {target} 的符号链接，而归档中没有该目标',
  '{name} is a symbolic link to {target}, which is outside of the archive':
    '{name} 是指向 {target} 的符号链接，而该目标在归档之外',
  '{name} is a symbolic link to {target}, which leads in a circle or through too many links':
    '{name} 是指向 {target} 的符号链接，而它循环引用或经过过多链接',
  '{name} holds symbolic links that are too long': '{name!}中的符号链接过长',
  '{name} is damaged: it has two directories': '{name!}已损坏：其中有两个目录',
  '{name} is compressed in a way that is not supported: use a plain zip': '{name!}的压缩方式不受支持：请使用普通 zip',
  '{name} is damaged: its files overlap': '{name!}已损坏：其中的文件相互重叠',
  '{name} is encrypted: make the archive without a password': '{name!}已加密：请制作不带密码的归档',
  '{name} is larger than {size} MB when unpacked': '{name!}解压后超过 {size} MB',
  '{name} is larger than {size} MB': '{name!}超过 {size} MB',
  '{name} is not a plain file': '{name!}不是普通文件',
  '{path} is a file, and {other} needs it to be a folder': '{path} 是文件，而 {other} 要求它是文件夹',
  '{path} unpacks to more than {ratio} times its size': '{path} 解压后超过其大小的 {ratio} 倍',
  '{name} is not a valid zip archive: {reason}': '{name!}不是有效的 zip：{reason}',
  '{name} is not a zip archive, or its end is missing': '{name!}不是 zip，或缺少结尾',
  '{path} cannot be unpacked: {reason}': '{path} 无法解压：{reason}',
  'The file name {path} is not allowed: use a relative path such as "lib/money.ts", without any of : * ? " < > |':
    '不允许使用文件名 {path}：请使用相对路径，例如“lib/money.ts”，且不含 : * ? " < > |',
  'No file "{path}"': '没有文件“{path}”',
  'The draft has no file "{path}" to keep': '草稿中没有可保留的文件“{path}”',
  'The stored package is damaged, and no file of it can be kept: send all files':
    '存储的代码包已损坏，其中的文件都无法保留：请发送全部文件',
  "{name} is {state} on the server's disk: {remedy}": '{name!}在服务器磁盘上{state!}：{remedy!}',

  'Only Node.js takes logpoints: v{version} runs on {runtime}': '只有 Node.js 支持日志点：v{version} 运行于 {runtime}',
  '{function} has {count} logpoints already: remove one first': '{function} 已有 {count} 个日志点：请先移除一个',
  'Not one expression of JavaScript: {reason}': '不是单个 JavaScript 表达式：{reason}',

  'A debug session takes no {method}': '调试会话不接受 {method}',
  'DevTools attach to Node.js only': 'DevTools 仅支持 Node.js',
  'The session has sent 1 GB to the debugger: start another one': '会话已向调试器发送 1 GB：请重新开始一个会话',
  'A session ends after {minutes} minutes': '会话在 {minutes} 分钟后结束',
  'Its page was closed': '其页面已关闭',
  'The debugger was too early': '调试器过早发送了请求',
  'The debugger sent something that is no request': '调试器发送的不是请求',
  'The inspector refused the command': '检查器拒绝了该命令',
  'The instance takes no more commands': '实例不再接受命令',
  'The instance has ended': '实例已结束',
  'The instance did not start': '实例未能启动',
  'The server stops': '服务器正在停止',
  'The engine is closing': '引擎正在关闭',
  'You may not write this function any more': '你不再有权编辑此函数',
  'The server could not check whether you may still debug: try again': '服务器无法确认你是否仍可调试：请重试',
  'You are not signed in any more': '你已退出登录',
  'You have started another debug session': '你已开始另一个调试会话',
  'There is no step debugger for {runtime} yet: use runs, tests and logs':
    '{runtime} 暂无单步调试器：请使用运行、测试和日志',
  'A debug instance needs {memory} MB and the machine has {left} MB left: try again later':
    '调试实例需要 {memory} MB，而本机只剩 {left} MB：请稍后重试',
  '{used} of {max} debug instances of this machine are in use: try again when one has ended':
    '本机 {max} 个调试实例中的 {used} 个正在使用：请在其中一个结束后重试',

  'Calls use up to {cores} cores, more than {memory} MB come with':
    '调用最多使用 {cores} 个核，超过 {memory} MB 所带的份额',
  'Calls use up to {cores} of their {now} cores': '调用最多使用 {now} 个核中的 {cores} 个',
  'Calls used all of their {now} cores: with more they may be faster': '调用用满了 {now} 个核：增加后可能更快',
  'None of the latest {count} calls used more than {peak} MB of {memory} MB':
    '最近 {count} 次调用使用的内存都不超过 {memory} MB 中的 {peak} MB',
  'The highest memory in use was {peak} MB of {memory} MB: too close to the limit':
    '内存最多使用了 {memory} MB 中的 {peak} MB：过于接近上限',
  '{min} kept ready for less than a call an hour': '保持 {min} 个就绪，而每小时不到一次调用',
  '{min} kept ready, and never more than {atOnce} at work at a time':
    '保持 {min} 个就绪，而同时工作的从不超过 {atOnce} 个',
  '{count} calls ran out of {memory} MB': '{count} 次调用用尽了 {memory} MB',
  '{share} of the calls waited for a start, at {average} calls a minute':
    '{share} 的调用等待了启动，平均每分钟 {average} 次调用',
  '/tmp may not be as large as the memory ({size} of {memory} MB): what lies in it counts as memory':
    '/tmp 不能与内存一样大（{memory} MB 中的 {size} MB）：其中的内容计入内存',
  'Rolled back from v{version}': '从 v{version} 回滚',
  'Name either invocations or a filter': '请指定调用或筛选条件之一',

  // Descriptions of the tests that templates bring.
  'A note without a text is refused': '没有文本的笔记会被拒绝',
  'A day without orders': '没有订单的一天',
  'The file was deleted before the function ran': '文件在函数运行前已被删除',
  'A wrong signature is refused': '错误的签名会被拒绝',
  'The work itself, as the task gets it': '任务收到的工作内容本身',
  'Not worth a retry: ends well, with why': '不值得重试：正常结束并说明原因',
  'Two rows in the event itself': '事件中直接带有两行数据',
}

export default sentences
