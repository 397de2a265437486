export default {
  count: '{{done}} / {{total}}',
  by: '由 {{name}} 发起',
  stop: '停止',
  stopping: '正在停止…',
  done: '已完成',
  stopped: '已停止，其余 {{left}} 个保持原样',
  gaveUp: '多次尝试后放弃',
  succeeded_other: '{{count, number}} 个成功',
  failedAgain_other: '{{count, number}} 个再次失败',
  failed_other: '{{count, number}} 个失败',
  wait_other: '{{count, number}} 个等待中',
}
