export const zhCN = {
  title: '示例医院的账号',
  text: '所有示例账号共用一个密码。用隐私窗口打开本站，即可同时以不同岗位登录，走一遍整月的流程。',
  password: '密码',
  username: '用户名',
  name: '姓名',
  roles: '岗位',
  all: '显示全部 {{count}} 个账号',
};
