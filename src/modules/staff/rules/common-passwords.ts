/** Passwords of ten characters and more that head every list of leaked ones (and would pass the other rules). */
export const commonPasswords: ReadonlySet<string> = new Set(
  `1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc qazwsxedc123 qwer1234asdf asdf1234zxcv zxcvbnm123 asdfghjkl123
  qwertyuiop123 q1w2e3r4t5 q1w2e3r4t5y6 a1b2c3d4e5 a1s2d3f4g5 abc1234567 abcd123456 abcd1234abcd aa12345678 aa123456789 a123456789
  a1234567890 1234567890a 123456789a 123456789q 123456789aa 12345678ab 1234qwerasdf 123qweasdzxc 123qwe!@#qwe 1qaz@wsx3edc !qaz2wsx#edc
  woaini1314 woaini1314520 woaini5201314 5201314woaini woaiwojia1 zhang123456 wang123456 liwei123456 li123456789 abc123456789
  iloveyou123 iloveyou1314 qq123456789 asd123456789 zxc123456789 qwe123456789 wo123456789 w123456789 z123456789 x123456789 l123456789
  0123456789a yiyuan123456 admin123456 admin@123456 admin1234567 admin12345678 root123456 test123456 user123456 guest123456
  p@ssw0rd123 passw0rd123 letmein123 welcome123 changeme123 hospital123 hospital2024 hospital2025 hospital2026
  aa123456789. abc@123456 abc@1234567 qwe@123456 qaz@123456 qwer@123456 !qaz1qaz@wsx 1q2w3e4r5t! zaq12wsxcde3 zaq1@wsxcde3`.split(
    /\s+/,
  ),
);

/** Words that remain easy to guess whatever digits and signs surround them. */
export const commonWords: ReadonlySet<string> = new Set(
  `password passw passwd pass admin administrator root user guest test demo welcome letmein changeme default login master secret
  qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qwer qweasd qweasdzxc abc abcd abcdef abcdefg abcdefgh
  iloveyou woaini woaiwojia woaizhongguo mima wodemima nihao zhongguo beijing shanghai china hospital yiyuan renmin renminyiyuan
  renmai doctor yisheng hushi nurse patient huanzhe kefu caiwu yuanzhang zhongyi yiliao jiankang dragon monkey football sunshine
  princess superman batman michael shadow computer internet summer winter spring autumn january monday hello helloworld system server
  oracle mysql postgres windows linux huawei xiaomi iphone wechat weixin zhifubao taobao alibaba tencent baidu`.split(
    /\s+/,
  ),
);
