import type en from '../en/events.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  event: '事件',
  type: '类型和来源',
  id: '标识',
  source: '来源',
  subject: '主题',
  publisher: '发布者',
  received: '收到时间',
  size: '大小',
  started: '启动',
  startedBy: '它启动了什么',
  startedNothing: '空间里没有触发器监听这个事件。',
  waits: '等待',
  waitsHint: '正在与空间的触发器匹配。',
  search: '类型、来源、主题或标识',
  publish: '发布事件…',
  publishNow: '发布',
  publishHint: 'JSON 格式的 CloudEvent。每个事件触发器匹配的函数都会启动。',
  published: '事件已发布',
  duplicate: '该来源已发布过这个标识：不会再次触发',
  none: '还没有事件。',
  noneHint:
    '从外部或在函数中发布 CloudEvents，由事件触发器启动函数。Alcove 内部发生的事（例如发布了版本）也会成为事件。',
  noMatch: '没有匹配的事件。',
  gone: '事件不存在。事件保留 7 天，每个空间最多保留最新的 10,000 个。',
}

export default texts
