<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CorrectPanel</name>
    <message>
        <source>Correct {0}</source>
        <translation>修改{0}的资料</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>empty: stays as it is</source>
        <translation>空着就不改</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>Building and floor</source>
        <translation>楼宇和楼层</translation>
    </message>
    <message>
        <source>Word to the desk</source>
        <translation>给前台的提醒</translation>
    </message>
    <message>
        <source>shown at every check-in</source>
        <translation>每次签到都会显示</translation>
    </message>
</context>
<context>
    <name>ErasePanel</name>
    <message>
        <source>Erase personal data</source>
        <translation>删除个人信息</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>This cannot be undone: {0}</source>
        <translation>删除后不能恢复：{0}</translation>
    </message>
    <message>
        <source>Gone here at once, at the centre and other desks within minutes of being online.</source>
        <translation>本机立即删除；中心和其他前台联网后几分钟内删除。</translation>
    </message>
    <message>
        <source>Erased: name, phone, company, notes, answers, reasons</source>
        <translation>删除：姓名、手机、企业、备注、回答、理由</translation>
    </message>
    <message>
        <source>Gone from this desk at once.</source>
        <translation>从本机立即删除。</translation>
    </message>
    <message>
        <source>Void: every pass and linked code</source>
        <translation>作废：所有通行码和关联的码</translation>
    </message>
    <message>
        <source>Who comes again is registered as new.</source>
        <translation>以后再来，按新来访者登记。</translation>
    </message>
    <message>
        <source>Kept: visits and attendance, without a name</source>
        <translation>保留：来访和考勤，不带姓名</translation>
    </message>
    <message>
        <source>A bare number stands for the person, so that counts stay right.</source>
        <translation>只剩一个编号，人次统计仍然准确。</translation>
    </message>
    <message>
        <source>Not reached: files and backups</source>
        <translation>不在其内：文件和备份</translation>
    </message>
    <message>
        <source>Daily backups still hold the data for seven days; delete other copies, printed lists and exports yourself.</source>
        <translation>每日备份里还会保留七天；其他备份、打印的名单和导出的文件请自行删除。</translation>
    </message>
    <message>
        <source>Type the name to confirm</source>
        <translation>输入姓名以确认</translation>
    </message>
    <message>
        <source>Staff member</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>it is recorded</source>
        <translation>会记下由谁删除</translation>
    </message>
    <message>
        <source>No staff member with a PIN is known here: add one in the settings.</source>
        <translation>这里还没有设 PIN 的工作人员，请先在设置里添加。</translation>
    </message>
    <message>
        <source>It could not be erased; nothing was changed. Try once more.</source>
        <translation>没有删成，数据没有变化。请再试一次。</translation>
    </message>
</context>
<context>
    <name>NotesPanel</name>
    <message>
        <source>Notes on {0}</source>
        <translation>{0} 的备注</translation>
    </message>
    <message>
        <source>Show the notes</source>
        <translation>查看备注</translation>
    </message>
    <message>
        <source>Staff member</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>each look is recorded</source>
        <translation>每次查看都有记录</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Take this note away</source>
        <translation>撤下这条</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>新备注</translation>
    </message>
    <message>
        <source>staff of this station read it</source>
        <translation>本站工作人员可见</translation>
    </message>
    <message>
        <source>No staff member with a PIN is known here: add one in the settings.</source>
        <translation>这里还没有设 PIN 的工作人员，请先在设置里添加。</translation>
    </message>
    <message>
        <source>No note yet.</source>
        <translation>还没有备注。</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>保存备注</translation>
    </message>
</context>
<context>
    <name>PassPanel</name>
    <message>
        <source>Pass of {0}</source>
        <translation>{0}的通行码</translation>
    </message>
    <message>
        <source>Picture for the phone</source>
        <translation>存成手机图片</translation>
    </message>
    <message>
        <source>A picture of the pass to send to the visitor; it needs no network to be read.</source>
        <translation>把图片发给来访者，没有网络也能签到。</translation>
    </message>
    <message>
        <source>Label for 62 mm tape</source>
        <translation>标签，62 毫米</translation>
    </message>
    <message>
        <source>Card, on A4</source>
        <translation>卡片，A4 纸</translation>
    </message>
    <message>
        <source>Lost: new pass, old one void</source>
        <translation>丢了：换新码，旧码作废</translation>
    </message>
</context>
<context>
    <name>PhotoPanel</name>
    <message>
        <source>Photo of {0}</source>
        <translation>{0}的照片</translation>
    </message>
    <message>
        <source>Take the photo</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Remove the photo</source>
        <translation>删除照片</translation>
    </message>
    <message>
        <source>A photo is optional: ask first. It stays on this computer, is never sent to the centre, and is deleted with the person.</source>
        <translation>照片可拍可不拍，先问一声。只存在这台电脑，不会传到中心，删除来访者时一并删除。</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Look into the camera.</source>
        <translation>请看镜头。</translation>
    </message>
    <message>
        <source>Opening the camera…</source>
        <translation>正在打开摄像头…</translation>
    </message>
    <message>
        <source>The camera shows no picture now; a file works too.</source>
        <translation>摄像头现在没有画面，也可以选择文件。</translation>
    </message>
</context>
<context>
    <name>ProfileView</name>
    <message>
        <source>this look was recorded</source>
        <translation>这一次已记下</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Print or send</source>
        <translation>补打或发送</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>修改资料</translation>
    </message>
    <message>
        <source>Staff notes</source>
        <translation>工作人员备注</translation>
    </message>
    <message>
        <source>Erase personal data…</source>
        <translation>删除个人信息…</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>签到记录</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>看什么</translation>
    </message>
    <message>
        <source>No phone</source>
        <translation>没有手机号</translation>
    </message>
    <message>
        <source>each look is recorded</source>
        <translation>看一次记一次</translation>
    </message>
    <message numerus="yes">
        <source>Other codes linked: %n</source>
        <translation>
            <numerusform>另关联 %n 个码</numerusform>
        </translation>
    </message>
    <message>
        <source>good until {0}</source>
        <translation>有效到 {0}</translation>
    </message>
    <message>
        <source>Pass is good</source>
        <translation>通行码有效</translation>
    </message>
    <message>
        <source>The name is enough to check in.</source>
        <translation>报姓名也能签到。</translation>
    </message>
    <message>
        <source>No pass of ours</source>
        <translation>没有本站通行码</translation>
    </message>
    <message>
        <source>In no course yet.</source>
        <translation>还没有报课。</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已结业</translation>
    </message>
    <message>
        <source>a seat is offered, held until {0}</source>
        <translation>轮到了，名额留到 {0}</translation>
    </message>
    <message>
        <source>waiting, place {0} in the queue</source>
        <translation>候补第 {0} 位</translation>
    </message>
    <message>
        <source>no lesson yet</source>
        <translation>还没开课</translation>
    </message>
    <message>
        <source>came {0}, absent {1}, attendance {2}%</source>
        <translation>到 {0} 次，缺 {1} 次，出勤率 {2}%</translation>
    </message>
    <message>
        <source>Has not been here yet.</source>
        <translation>还没有来过。</translation>
    </message>
    <message>
        <source> (walk-in)</source>
        <translation>（旁听）</translation>
    </message>
</context>
<context>
    <name>VisitorDelegate</name>
    <message>
        <source>No course</source>
        <translation>没有报课</translation>
    </message>
    <message>
        <source>never</source>
        <translation>没来过</translation>
    </message>
    <message>
        <source>Today {0}</source>
        <translation>今天 {0}</translation>
    </message>
</context>
<context>
    <name>VisitorsPage</name>
    <message numerus="yes">
        <source>People: %n</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Type one more: two characters, initials or four digits</source>
        <translation>再打一个：两个字、首字母或四位数字</translation>
    </message>
    <message>
        <source>Nobody found for “{0}”</source>
        <translation>没找到“{0}”</translation>
    </message>
    <message>
        <source>Nobody yet. Register a visitor (F2), or import a list.</source>
        <translation>还没有来访者。按 F2 登记，或导入名册。</translation>
    </message>
    <message>
        <source>Visitors</source>
        <translation>来访者</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Register visitor</source>
        <translation>登记来访者</translation>
    </message>
    <message>
        <source>Look at other stations, by phone or pass</source>
        <translation>在其他站点查找（凭手机号或通行码）</translation>
    </message>
    <message>
        <source>Name, pinyin initials, last four digits, company</source>
        <translation>姓名、拼音首字母、手机后四位、企业</translation>
    </message>
    <message>
        <source>Find a visitor</source>
        <translation>找来访者</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Learners</source>
        <translation>学员</translation>
    </message>
    <message>
        <source>Here today</source>
        <translation>今天来过</translation>
    </message>
    <message>
        <source>Who to list</source>
        <translation>列出谁</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>最近来访</translation>
    </message>
</context>
</TS>
