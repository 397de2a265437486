import type { Sentences } from '../translator.ts'

/** Calls, instances and tasks. */
const sentences: Sentences = {
  'The function did not answer within its time limit': '函数未能在时限内应答',
  'The function needed more memory than it has': '函数需要的内存超过其配置',
  'The function answered in a way that cannot be passed on': '函数的应答无法转发',
  'The function could not be loaded; its logs say why': '函数无法加载，原因见其日志',
  'The function failed; its logs say why': '函数执行失败，原因见其日志',
  'The function returned more than a response may hold': '函数返回的内容超过响应上限',
  'Functions call each other in a loop, or too often': '函数循环调用，或调用过于频繁',
  'Too many calls at once; try again shortly': '同时进行的调用过多，请稍后重试',
  'The function did not answer within {ms} ms; no code was running: the function waits for something':
    '函数未能在 {ms} 毫秒内应答；当时没有代码在运行：函数在等待某事',
  'The function did not answer within {ms} ms': '函数未能在 {ms} 毫秒内应答',
  'Loading the code took longer than {ms} ms; no code was running: the function waits for something':
    '加载代码超过 {ms} 毫秒；当时没有代码在运行：函数在等待某事',
  'Loading the code took longer than {ms} ms': '加载代码超过 {ms} 毫秒',
  'The response is larger than {bytes} bytes': '响应超过 {bytes} 字节',
  'The function used more memory than its limit': '函数使用的内存超过上限',
  'The function used more memory than its limit: its heap is full': '函数使用的内存超过上限：堆已满',
  'The function used more memory than its limit; {facts}': '函数使用的内存超过上限；{facts!}',
  'The function used more memory than its limit: its heap is full; {facts}': '函数使用的内存超过上限：堆已满；{facts!}',
  'its peak was {peak} MB, and it may have {memory} MB': '峰值为 {peak} MB，上限为 {memory} MB',
  'it may have {memory} MB': '上限为 {memory} MB',
  'The function ended its process with exit code {code} while its code was loading':
    '函数在加载代码时以退出码 {code} 结束了进程',
  'The function ended its process with exit code {code} before it answered': '函数在应答之前以退出码 {code} 结束了进程',
  "The function's process ended with exit code {code} while its code was loading":
    '函数的进程在加载代码时以退出码 {code} 结束',
  "The function's process ended with exit code {code} before it answered": '函数的进程在应答之前以退出码 {code} 结束',
  "The function's process was killed by {signal} while its code was loading": '函数的进程在加载代码时被 {signal} 终止',
  "The function's process was killed by {signal} before it answered": '函数的进程在应答之前被 {signal} 终止',
  "The function's process ended with exit code {code} before it answered: {output}":
    '函数的进程在应答之前以退出码 {code} 结束：{output}',
  "The function's process ended with exit code {code} while its code was loading: {output}":
    '函数的进程在加载代码时以退出码 {code} 结束：{output}',
  "The function's process was killed by {signal} before it answered: {output}":
    '函数的进程在应答之前被 {signal} 终止：{output}',
  "The function's process was killed by {signal} while its code was loading: {output}":
    '函数的进程在加载代码时被 {signal} 终止：{output}',
  "The handler '{handler}' names {named}, but there is none: {instead}":
    '处理函数“{handler}”指向 {named!}，但它不存在：{instead!}',
  'it lies at {path}. Zip what is in the folder, not the folder, or name it whole':
    '它位于 {path}。请压缩文件夹中的内容而非文件夹本身，或写出完整路径',
  'the package holds {files}': '代码包中有 {files}',
  'the package has no file at its top': '代码包的顶层没有文件',
  'The function threw {value}': '函数抛出了 {value}',
  'The function threw something that cannot be described': '函数抛出了无法描述的内容',
  'Nothing caught an error: {error}': '有未捕获的错误：{error}',
  'The one instance that this revision may have was busy for {time}': '此修订版本允许的唯一实例已忙 {time}',
  'The one instance that this revision may have, each with {slots} calls, was busy for {time}':
    '此修订版本允许的唯一实例（可同时处理 {slots} 次调用）已忙 {time}',
  'All {count} instances that this revision may have were busy for {time}':
    '此修订版本允许的 {count} 个实例全部忙了 {time}',
  'All {count} instances that this revision may have, each with {slots} calls, were busy for {time}':
    '此修订版本允许的 {count} 个实例（每个可同时处理 {slots} 次调用）全部忙了 {time}',
  'All {count} instances that this machine may run were in use for {time}':
    '本机允许的 {count} 个实例全部被占用了 {time}',
  'The memory for functions on this machine ({memory} MB) was in use for {time}':
    '本机供函数使用的内存（{memory} MB）被占用了 {time}',
  'This machine could not start instances fast enough: the call waited for {time}':
    '本机启动实例不够快：调用等待了 {time}',
  '{count} calls of this revision are waiting already': '此修订版本已有 {count} 次调用在等待',
  'The call was cancelled before it began': '调用在开始之前被取消',
  'The call was cancelled while it waited for an instance': '调用在等待实例时被取消',
  'The call has ended': '调用已结束',
  'The caller lost the right to this call while it ran: {message}': '调用方在调用运行期间失去了权限：{message}',
  'The response header {name} has a name or value that HTTP does not allow': '响应头 {name} 的名称或值不符合 HTTP 规定',
  'The status code must be a whole number from 200 to 599: it is {status}':
    '状态码须为 200 到 599 的整数：实际为 {status}',
  'An event may have at most {bytes} bytes': '事件最多 {bytes} 字节',
  'One call may cause {count} calls of functions in all. Start the rest from outside':
    '一次调用总共可引起 {count} 次函数调用。其余请从外部启动',
  'One call may have {count} calls of functions under way. Wait for some to end':
    '一次调用最多可有 {count} 次进行中的函数调用。请等待其中一些结束',
  'Stopped after {count} functions that call one another': '在 {count} 个函数相互调用后停止',

  'Nobody called it for {seconds} s': '{seconds} 秒内无人调用',
  'It stopped by itself': '它自行停止',
  'No alias, trigger or draft names its revision any more, or what its space allows has changed':
    '已没有别名、触发器或草稿指向其修订版本，或者其空间的许可已改变',
  'Others, who have less, needed its place': '实例较少的其他函数需要它的位置',
  'The engine closed': '引擎已关闭',
  'It did not start': '未能启动',
  'Its memory was needed for others while nobody called it': '无人调用时，其内存被其他函数需要',
  'It has run its test: each has an instance of its own': '它已运行完自己的测试：每个测试都有自己的实例',
  'It had left too many ended processes that nobody waits for: a new one takes its place':
    '它留下了太多已结束却无人回收的进程：由新实例接替',
  'It had served {count} calls in {minutes} minutes: a new one takes its place':
    '它在 {minutes} 分钟内处理了 {count} 次调用：由新实例接替',

  'The body is not JSON: the function takes parameters': '请求体不是 JSON：此函数接受参数',
  'The event begins with a byte order mark: send JSON without one':
    '事件以字节顺序标记（BOM）开头：请发送不带 BOM 的 JSON',
  'Checking the event against the parameters of the function takes too long': '按函数的参数检查事件耗时过长',
  'The inputs take too long to compare, or too much memory: ask for fewer calls':
    '输入比较耗时过长或占用内存过多：请减少调用数量',
  'Must be a schema with "type": "object" and "properties": each property is a parameter':
    '须为带有“type”: “object”和“properties”的模式：每个属性是一个参数',
  'Each of the "properties" must be a schema of its own, such as { "type": "string" }':
    '“properties”中的每一项须为独立的模式，例如 { "type": "string" }',
  'Must be at most 14 days away': '最多可延迟 14 天',
  'Must be whole seconds, from 0 to {most} (14 days)': '须为 0 到 {most}（14 天）之间的整数秒',
  'Only an asynchronous call runs later: send Prefer: respond-async':
    '只有异步调用可以延后运行：请发送 Prefer: respond-async',
  'Give runAt or X-Alcove-Delay-Seconds, not both': 'runAt 与 X-Alcove-Delay-Seconds 只能给出一个',
  'The call cannot be delayed like this': '调用不能这样延迟',
  'Must have 1 to {count} characters': '须为 1 到 {count} 个字符',
  'The function was deleted': '函数已被删除',
  'The function {name} was deleted': '函数 {name} 已被删除',
  'The bucket {name} was deleted': '存储桶 {name} 已被删除',
  'The task has ended: it is {state}': '任务已结束：{state!}',
  'The task has not ended: it is {state}. Cancel it first': '任务尚未结束：{state!}。请先取消',
  'The delivery has not ended: it is tried again by itself': '投递尚未结束：会自动重试',
  'The result was delivered, and is not kept: run the task again for another':
    '结果已投递，不再保留：要得到新的结果，请重新运行任务',
  'The server that ran this attempt ended before it could record it': '运行此次尝试的服务器在记录之前已停止',
  'The server stopped each time': '服务器每次都停止了',
  'Name the function whose version or alias this is': '请指明这是哪个函数的版本或别名',
  'The call has ended, or nobody waits for it any more': '调用已结束，或已无人等待',
  'The body could not be read to its end': '无法读完请求体',
  'One call may have {count} requests to the platform open, and one instance {most}: read or cancel the bodies of some first':
    '一次调用最多可有 {count} 个未完成的平台请求，一个实例最多 {most} 个：请先读取或取消其中一些',
  'The function no longer sends this': '函数不再发送此内容',

  'the space was deleted': '空间已被删除',
  'its secret was sealed with another key: set it again': '其密钥由另一个密钥加密：请重新设置',
  'it answered with status {status}': '对方以状态码 {status} 应答',
  'it answered with status {status}: redirects are not followed': '对方以状态码 {status} 应答：不跟随重定向',
  'stopped after {count} functions that lead to one another': '在 {count} 个首尾相连的函数后停止',
  'the space has no function "{name}"': '空间没有函数“{name}”',
  'something went wrong inside Alcove; its log says what': 'Alcove 内部出错，详情见其日志',
  'this installation sends no e-mail': '此安装不发送邮件',
}

export default sentences
