import type en from '../en/traces.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  waterfall: '链路中各次调用的时间',
  span: '调用',
  showLines: '日志行',
  inside: '{{fn}} 内部',
  task: '任务',
  started: '开始时间',
  duration: '耗时',
  calls: '调用',
  lines: '日志行',
  id: '链路',
  copyId: '复制链路标识',
  failedAt: '{{fn}} 在 {{at}} 后失败：{{error}}',
  gone: '这里没有保留这条链路的调用，或你无权查看。链路的保留时间与调用相同。',
  hidden_other: '另有 {{count}} 次调用属于你无权查看的函数。',
  more: '链路中的调用多于此处所示。',
  all: '全部链路',
  open: '打开链路',
  shares: '时间花在哪里',
  share: { start: '启动实例', waiting: '等待' },
  graph: '服务图',
  noGraph: '该时间段内没有调用。',
  service: '函数',
  again: '见上',
  perMinute: '每分钟',
  errorShare: '错误 %',
  p95: 'p95',
  requests: '请求',
  function: '函数',
  show: '哪些请求',
  shown: { all: '全部', failed: '失败' },
  none: '该时间段内没有请求',
  noneHint: '每次来自外部的调用都会开始一条链路。请选择更长的时间段，或调用一个函数。',
}

export default texts
