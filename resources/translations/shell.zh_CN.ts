<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CameraSection</name>
    <message>
        <source>{0} (not plugged in)</source>
        <translation>{0}（没插上）</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>用找到的第一个</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>没找到摄像头</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作正常</translation>
    </message>
    <message>
        <source>Lost, trying again</source>
        <translation>断了，正在重连</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>没有摄像头</translation>
    </message>
    <message>
        <source>In use elsewhere</source>
        <translation>被占用</translation>
    </message>
    <message>
        <source>Asleep</source>
        <translation>休眠中</translation>
    </message>
    <message>
        <source>Recording has ended</source>
        <translation>录像放完了</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>用哪个</translation>
    </message>
    <message>
        <source>F9 takes the next</source>
        <translation>F9 换下一个</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Or another source</source>
        <translation>或者用别的来源</translation>
    </message>
    <message>
        <source>address, video file or folder</source>
        <translation>网络地址、视频文件或文件夹</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>画面左右翻转</translation>
    </message>
    <message>
        <source>Also read the bar codes of badges</source>
        <translation>也读工牌上的条形码</translation>
    </message>
    <message>
        <source>Handheld scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Plug it in and scan</source>
        <translation>插上就能扫</translation>
    </message>
    <message>
        <source>Whatever is on the screen: no field has to be clicked first.</source>
        <translation>停在哪一页都行，不用先点输入框。</translation>
    </message>
    <message>
        <source>An input method may stay on</source>
        <translation>中文输入法不用关</translation>
    </message>
    <message>
        <source>Codes are read from the keys before any input method sees them.</source>
        <translation>输入法看到按键之前，码已经读走了。</translation>
    </message>
    <message>
        <source>Typing by hand stays typing</source>
        <translation>手打的字还是字</translation>
    </message>
    <message>
        <source>Only a burst of keys that ends with Enter counts as a scan.</source>
        <translation>只有一口气打完、以回车结尾的才算扫码。</translation>
    </message>
</context>
<context>
    <name>CentreSection</name>
    <message>
        <source>Joined</source>
        <translation>已加入</translation>
    </message>
    <message>
        <source>This desk is {1} of {0}. F12 shows what was sent and what waits.</source>
        <translation>这里是{0}的{1}。按 F12 看已经送出和还在等的。</translation>
    </message>
    <message>
        <source>The centre is at {0}.</source>
        <translation>中心地址：{0}。</translation>
    </message>
    <message>
        <source>This PC only</source>
        <translation>单机使用</translation>
    </message>
    <message>
        <source>All data is on this PC. Join at any time; nothing is lost.</source>
        <translation>数据只存在这台电脑上。随时可以加入，签到不会丢。</translation>
    </message>
    <message>
        <source>Leads to {0}</source>
        <translation>将连接到 {0}</translation>
    </message>
    <message>
        <source>Paste the join code first.</source>
        <translation>请先粘贴加入码。</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Join code</source>
        <translation>加入码</translation>
    </message>
    <message>
        <source>from whoever runs the centre; paste it or hold up its QR</source>
        <translation>向街道中心管理员要；粘贴，或对着摄像头扫码</translation>
    </message>
    <message>
        <source>Join the centre</source>
        <translation>加入街道中心</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>empty: as the system says</source>
        <translation>留空则按系统设置</translation>
    </message>
    <message>
        <source>Use this proxy</source>
        <translation>使用这个代理</translation>
    </message>
    <message>
        <source>What joining means</source>
        <translation>加入以后</translation>
    </message>
    <message>
        <source>Rosters and check-ins are shared</source>
        <translation>名册和签到各站共享</translation>
    </message>
    <message>
        <source>What one desk stores, the others see within seconds.</source>
        <translation>一个前台存下的，别的前台几秒后就能看到。</translation>
    </message>
    <message>
        <source>No network, no wait</source>
        <translation>断网也不用等</translation>
    </message>
    <message>
        <source>Check-in goes on as before and is sent once the link is back.</source>
        <translation>签到照常进行，联网后自动补传。</translation>
    </message>
    <message>
        <source>A join code works once</source>
        <translation>加入码只能用一次</translation>
    </message>
    <message>
        <source>It names this desk to the centre. Ask for a new one for every PC.</source>
        <translation>中心凭它认得这个前台。每台电脑要一个新的。</translation>
    </message>
</context>
<context>
    <name>ClassCourses</name>
    <message numerus="yes">
        <source>Made, with %n lesson(s)</source>
        <translation>
            <numerusform>已新建，共 %n 次课</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Copy {0} into which term?</source>
        <translation>把 {0} 复制到哪个学期？</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Add a term first: More, Terms and holidays.</source>
        <translation>请先在“更多—学期和假日”里添加学期。</translation>
    </message>
    <message numerus="yes">
        <source>Copied, with %n lesson(s)</source>
        <translation>
            <numerusform>已复制，共 %n 次课</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClassLessons</name>
    <message>
        <source>Lesson {0}, {1}</source>
        <translation>第 {0} 次课，{1}</translation>
    </message>
    <message>
        <source>, cancelled</source>
        <translation>，已停课</translation>
    </message>
    <message>
        <source>Which lesson?</source>
        <translation>哪一次课？</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>就这个</translation>
    </message>
</context>
<context>
    <name>ClassPlaces</name>
    <message numerus="yes">
        <source>Of %n people enrolled or queued: {0}</source>
        <translation>
            <numerusform>%n 人中，已报名或候补 {0} 人</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}: move to another course</source>
        <translation>{0}：转到另一门课</translation>
    </message>
    <message>
        <source>Move there</source>
        <translation>转过去</translation>
    </message>
    <message>
        <source>Find a course</source>
        <translation>查找课程</translation>
    </message>
    <message>
        <source>Course, pinyin initials, teacher</source>
        <translation>课程、拼音首字母、老师</translation>
    </message>
    <message>
        <source>Give the place back</source>
        <translation>退掉名额</translation>
    </message>
    <message>
        <source>Place given back</source>
        <translation>已退掉名额</translation>
    </message>
    <message>
        <source>{0}, seat held until {1}</source>
        <translation>{0}，名额留到 {1}</translation>
    </message>
    <message>
        <source>Queue of {0}</source>
        <translation>{0} 的候补</translation>
    </message>
    <message>
        <source>Accept the seat</source>
        <translation>接受名额</translation>
    </message>
    <message>
        <source>Decline the seat</source>
        <translation>放弃名额</translation>
    </message>
    <message>
        <source>Take off the queue</source>
        <translation>移出候补</translation>
    </message>
    <message numerus="yes">
        <source>Seats given to the queue: %n</source>
        <translation>
            <numerusform>已让给候补 %n 个座位</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClassesJoin</name>
    <message>
        <source>Enrolled, place {0}</source>
        <translation>已报名，第 {0} 位</translation>
    </message>
    <message>
        <source>The course is full: queued as {0}</source>
        <translation>课已满，候补第 {0} 位</translation>
    </message>
    <message>
        <source>Enrolled or queued already</source>
        <translation>已经报名或在候补</translation>
    </message>
    <message>
        <source>That course is full; nothing was changed</source>
        <translation>那门课已满，没有改动</translation>
    </message>
    <message>
        <source>Moved to the other course</source>
        <translation>已转到另一门课</translation>
    </message>
    <message>
        <source>They have no place to move</source>
        <translation>他没有可转的名额</translation>
    </message>
    <message>
        <source>Seat accepted: they are enrolled</source>
        <translation>名额已接受，报名成功</translation>
    </message>
    <message>
        <source>Declined; the next in line is asked</source>
        <translation>已放弃，顺延给下一位</translation>
    </message>
    <message>
        <source>The offer ran out; the next is asked</source>
        <translation>名额已过期，顺延给下一位</translation>
    </message>
    <message>
        <source>No seat is held for them yet</source>
        <translation>还没有给他留名额</translation>
    </message>
    <message>
        <source>Moved to {0}</source>
        <translation>已改到 {0}</translation>
    </message>
    <message>
        <source>Cancelled: {0}</source>
        <translation>已停课：{0}</translation>
    </message>
    <message>
        <source>Takes place after all: {0}</source>
        <translation>已恢复：{0}</translation>
    </message>
    <message>
        <source>Made up on {0}</source>
        <translation>补课安排在 {0}</translation>
    </message>
    <message>
        <source>It is cancelled already.</source>
        <translation>这次课已经停了。</translation>
    </message>
    <message>
        <source>It is not cancelled: cancel it before making it up, or move it.</source>
        <translation>这次课没有停：先停课再补课，或直接改期。</translation>
    </message>
    <message>
        <source>It is made up already.</source>
        <translation>已经安排补课了。</translation>
    </message>
    <message>
        <source>Another lesson of this course is at that time. Choose another hour.</source>
        <translation>那个时间这门课已有一次课，请换个时间。</translation>
    </message>
    <message>
        <source>People checked in to it: it was held. Undo the check-ins first.</source>
        <translation>已经有人签到，这次课上过了。要改请先撤销签到。</translation>
    </message>
    <message>
        <source>The room is taken by {0} at {1}.</source>
        <translation>场地 {1} 已被 {0} 占用。</translation>
    </message>
    <message numerus="yes">
        <source>Marked: %n</source>
        <translation>
            <numerusform>已记 %n 格</numerusform>
        </translation>
    </message>
    <message>
        <source>No visit to a parallel class is known: nothing to make up with</source>
        <translation>没有他去别的班上课的记录，补不了</translation>
    </message>
    <message>
        <source>They were there: nothing is to be made up</source>
        <translation>他当时到了，不用补</translation>
    </message>
    <message>
        <source>{0}, lesson {1}, {2}</source>
        <translation>{0} 第 {1} 次课，{2}</translation>
    </message>
    <message>
        <source>Made up by which visit?</source>
        <translation>用哪一次补？</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>就这个</translation>
    </message>
    <message>
        <source>A roster</source>
        <translation>名册</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
    <message>
        <source>Writing {0}…</source>
        <translation>正在写 {0}…</translation>
    </message>
    <message>
        <source>Nothing to take back</source>
        <translation>没有可撤销的</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>好了</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ClockStrip</name>
    <message numerus="yes">
        <source>This computer&apos;s clock is %n min slow</source>
        <translation>
            <numerusform>这台电脑的时钟慢了 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock is %n min fast</source>
        <translation>
            <numerusform>这台电脑的时钟快了 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Set date, time and time zone (Shanghai) in the system&apos;s settings, or call staff. Until then times are corrected by the centre&apos;s clock; nothing is lost.</source>
        <translation>请在系统设置里校准日期、时间和时区（上海），或叫工作人员。校准前按中心的时钟更正，记录不会丢。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>DeskSection</name>
    <message>
        <source>Staff, with PIN</source>
        <translation>工作人员，有 PIN</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志愿者</translation>
    </message>
    <message>
        <source>A name is needed here.</source>
        <translation>这里要填名称。</translation>
    </message>
    <message>
        <source>At least {0} digits.</source>
        <translation>至少 {0} 位数字。</translation>
    </message>
    <message>
        <source>named by the centre</source>
        <translation>由中心命名</translation>
    </message>
    <message>
        <source>shown at the top</source>
        <translation>显示在上方</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>驿站</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>这个前台</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>前台</translation>
    </message>
    <message>
        <source>Save names</source>
        <translation>保存名称</translation>
    </message>
    <message>
        <source>Show photos at the door</source>
        <translation>签到时显示照片</translation>
    </message>
    <message>
        <source>One session only</source>
        <translation>只管一场</translation>
    </message>
    <message>
        <source>F4 on the check-in page goes through tonight&apos;s sessions and back to all.</source>
        <translation>在签到页按 F4，逐场切换今晚的课，最后回到全部。</translation>
    </message>
    <message>
        <source>Another shift</source>
        <translation>换班</translation>
    </message>
    <message>
        <source>Click the operator&apos;s name at the top; nobody has to sign out.</source>
        <translation>点上方的值班员姓名就能换，不用先退出。</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>值班员</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身份</translation>
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
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>at least {0} digits</source>
        <translation>至少 {0} 位数字</translation>
    </message>
    <message>
        <source>Add operator</source>
        <translation>添加值班员</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>Something unexpected happened; nothing stored was lost. Try once more.</source>
        <translation>出了点意外，已存的都在。请再试一次。</translation>
    </message>
    <message>
        <source>The app stopped by itself last time. Nothing stored was lost; a report without personal data is in the crashes folder, please hand it to staff.</source>
        <translation>上次程序意外退出，已存的都在。crashes 文件夹里有一份不含个人信息的报告，请交给工作人员。</translation>
    </message>
</context>
<context>
    <name>DoorPanels</name>
    <message>
        <source>Nobody is behind this code: find them by name</source>
        <translation>这张码认不出人，请按姓名查找</translation>
    </message>
    <message>
        <source>Nothing here needs staff</source>
        <translation>这里不用工作人员处理</translation>
    </message>
</context>
<context>
    <name>DoorToasts</name>
    <message>
        <source>Check-in undone</source>
        <translation>已撤销签到</translation>
    </message>
    <message>
        <source>That check-in was undone already</source>
        <translation>这次签到之前已经撤销</translation>
    </message>
    <message>
        <source>Over 15 minutes or from another desk: ask staff</source>
        <translation>超过 15 分钟，或是别的前台签的，请找工作人员</translation>
    </message>
    <message>
        <source>That check-in is not on this desk</source>
        <translation>这个前台没有这次签到</translation>
    </message>
    <message>
        <source>Seat accepted: they are enrolled</source>
        <translation>名额已接受，报名成功</translation>
    </message>
    <message>
        <source>The offer ran out; the seat went to the next in line</source>
        <translation>名额已过期，顺延给下一位了</translation>
    </message>
    <message>
        <source>No seat is held for them any more; look at the waitlist</source>
        <translation>已没有给他留的名额，请看候补名单</translation>
    </message>
    <message>
        <source>Code linked</source>
        <translation>码已关联</translation>
    </message>
    <message>
        <source>This code was linked to them already</source>
        <translation>这张码本来就是这个人的</translation>
    </message>
    <message>
        <source>This code belongs to somebody else</source>
        <translation>这张码已是别人的</translation>
    </message>
    <message>
        <source>This code cannot be linked; ask for another</source>
        <translation>这种码不能关联，请换一张</translation>
    </message>
</context>
<context>
    <name>ElsewherePanel</name>
    <message>
        <source>The pass just shown is looked up.</source>
        <translation>按刚出示的通行码查找。</translation>
    </message>
    <message>
        <source>Whole phone number</source>
        <translation>完整手机号</translation>
    </message>
    <message>
        <source>instead of the pass</source>
        <translation>也可以不用通行码</translation>
    </message>
    <message>
        <source>of the visitor</source>
        <translation>来访者的</translation>
    </message>
    <message>
        <source>People found at other stations</source>
        <translation>其他站点找到的人</translation>
    </message>
    <message>
        <source>Register as new</source>
        <translation>按新来访者登记</translation>
    </message>
    <message>
        <source>The centre notes who looked and who was found, never the number. Only name, phone and company come here, and they leave again after a month.</source>
        <translation>中心会记下谁查了、查到谁，不记号码。只带来姓名、手机和企业，一个月不来就自动移出。</translation>
    </message>
    <message>
        <source>Is it this person? Ask for the name.</source>
        <translation>是这位吗？请问一下姓名。</translation>
    </message>
    <message>
        <source>Other stations</source>
        <translation>其他站点</translation>
    </message>
    <message>
        <source>Bring them here</source>
        <translation>带到本站</translation>
    </message>
    <message>
        <source>No station knows this number. Ask for another, or register as new.</source>
        <translation>各站点都没有这个号码。请换一个号码，或按新来访者登记。</translation>
    </message>
    <message>
        <source>Found. Fetching their entry…</source>
        <translation>找到了，正在取回资料…</translation>
    </message>
    <message>
        <source>Look them up</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Type the whole number, or show the pass first.</source>
        <translation>请输入完整手机号，或先出示通行码。</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在问中心…</translation>
    </message>
</context>
<context>
    <name>ErrorModel</name>
    <message>
        <source>Row {0}, {1}</source>
        <translation>第 {0} 行，{1}</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Station Desk</source>
        <translation>驿站前台</translation>
    </message>
    <message>
        <source>Set up this desk</source>
        <translation>设置这个前台</translation>
    </message>
    <message>
        <source>All of it can be changed later. No network is needed to begin.</source>
        <translation>以后都能改。现在不联网也能开始。</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>驿站</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>这个前台</translation>
    </message>
    <message>
        <source>Operator on shift</source>
        <translation>值班员</translation>
    </message>
    <message>
        <source>Centre&apos;s enrolment text</source>
        <translation>加入码</translation>
    </message>
    <message>
        <source>optional, alone without it</source>
        <translation>可不填，不填就单机使用</translation>
    </message>
    <message>
        <source>Staff member</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>optional, may let people in</source>
        <translation>可不填，可以特别放行</translation>
    </message>
    <message>
        <source>Staff PIN, at least 4 digits</source>
        <translation>工作人员 PIN，至少 4 位数字</translation>
    </message>
    <message>
        <source>Wutongli Station</source>
        <translation>梧桐里白领驿家</translation>
    </message>
    <message>
        <source>Desk 1</source>
        <translation>前台 1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>The first one found; a scanner works as well</source>
        <translation>用找到的第一个；扫码枪也能用</translation>
    </message>
    <message>
        <source>Look at the demo first</source>
        <translation>先看看演示</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始使用</translation>
    </message>
    <message>
        <source>Setting up…</source>
        <translation>正在设置…</translation>
    </message>
    <message>
        <source>Fill in “{0}” first.</source>
        <translation>请先填“{0}”。</translation>
    </message>
    <message>
        <source>Open the door in a minute.</source>
        <translation>一分钟就能开门。</translation>
    </message>
</context>
<context>
    <name>ImportPanel</name>
    <message>
        <source>Import {0}</source>
        <translation>导入 {0}</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Rows that cannot be used</source>
        <translation>用不了的行</translation>
    </message>
    <message>
        <source>Save these rows with reasons</source>
        <translation>存一份带原因的表</translation>
    </message>
    <message>
        <source>Stop and take back</source>
        <translation>停止并撤回</translation>
    </message>
    <message>
        <source>New {0}, corrected {1}, already here {2}, cannot be used {3}</source>
        <translation>新增 {0}，更新 {1}，已有 {2}，用不了 {3}</translation>
    </message>
    <message>
        <source>Columns read: {0}</source>
        <translation>读到的列：{0}</translation>
    </message>
    <message numerus="yes">
        <source>Import %n</source>
        <translation>
            <numerusform>导入 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>没有要导入的</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n</source>
        <translation>
            <numerusform>已导入 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. Rows that stay, since they were used meanwhile: %n</source>
        <translation>
            <numerusform>已停止。有 %n 条已被用到，留下不撤。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. All is as it was before the import.</source>
        <translation>已停止，一切和导入前一样。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>好了</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>请换一个文件</translation>
    </message>
    <message>
        <source>Stopping; what was written is being taken back…</source>
        <translation>正在停止，已写入的正在撤回…</translation>
    </message>
</context>
<context>
    <name>KeysPanel</name>
    <message>
        <source>All keys</source>
        <translation>全部快捷键</translation>
    </message>
    <message>
        <source>Register a visitor</source>
        <translation>登记来访者</translation>
    </message>
    <message>
        <source>Find a person</source>
        <translation>找人</translation>
    </message>
    <message>
        <source>Check in for one session only</source>
        <translation>只签某一场</translation>
    </message>
    <message>
        <source>Look at other stations</source>
        <translation>在其他站点查找</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>不是这个人</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>叫工作人员</translation>
    </message>
    <message>
        <source>Next camera</source>
        <translation>换镜头</translation>
    </message>
    <message>
        <source>Sync details</source>
        <translation>同步详情</translation>
    </message>
    <message>
        <source>Back to scanning</source>
        <translation>回到扫码</translation>
    </message>
    <message>
        <source>Choose on a question</source>
        <translation>选卡片上的一项</translation>
    </message>
    <message>
        <source>Main button of a result</source>
        <translation>结果卡的主按钮</translation>
    </message>
    <message>
        <source>Undo the last check-in</source>
        <translation>撤销上一个</translation>
    </message>
    <message>
        <source>Confirm a panel</source>
        <translation>确认侧栏</translation>
    </message>
    <message>
        <source>Change page</source>
        <translation>换页面</translation>
    </message>
    <message>
        <source>Next area of the page; Shift goes back</source>
        <translation>到页面的下一区，加 Shift 返回</translation>
    </message>
    <message>
        <source>Rooms: move; Shift makes longer</source>
        <translation>场地：移动，加 Shift 拉长</translation>
    </message>
    <message>
        <source>Rooms: move a booking</source>
        <translation>场地：移动一个预约</translation>
    </message>
    <message>
        <source>Rooms: join the queue</source>
        <translation>场地：排队等候</translation>
    </message>
    <message>
        <source>Rooms: the day as a list</source>
        <translation>场地：看列表</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>A handheld scanner types like a keyboard, so letters alone never do anything.</source>
        <translation>扫码枪就像一个键盘，所以单个字母不会触发任何操作。</translation>
    </message>
</context>
<context>
    <name>LessonStrip</name>
    <message>
        <source>A</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>E</source>
        <translation>假</translation>
    </message>
    <message>
        <source>M</source>
        <translation>补</translation>
    </message>
    <message>
        <source>L</source>
        <translation>迟</translation>
    </message>
</context>
<context>
    <name>LockJoin</name>
    <message>
        <source>Save the recovery file</source>
        <translation>保存恢复文件</translation>
    </message>
    <message numerus="yes">
        <source>Saved as {0}, entries: %n. It holds names: keep it safe.</source>
        <translation>
            <numerusform>已存为 {0}，共 %n 条。里面有姓名，请妥善保管。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>The centre withdrew this desk</source>
        <translation>中心已停用这台前台</translation>
    </message>
    <message>
        <source>Nobody can be checked in or looked up here until it joins anew.</source>
        <translation>重新加入中心之前，这里不能签到，也不能查人。</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>接下来怎么做</translation>
    </message>
    <message>
        <source>Paste or scan the join code first.</source>
        <translation>请先粘贴或扫描加入码。</translation>
    </message>
    <message>
        <source>ask the centre; paste it or hold up its QR</source>
        <translation>向中心索取；粘贴，或对着摄像头扫码</translation>
    </message>
    <message>
        <source>New join code</source>
        <translation>新的加入码</translation>
    </message>
    <message>
        <source>Staff PIN</source>
        <translation>工作人员 PIN</translation>
    </message>
    <message>
        <source>of any staff member of this desk</source>
        <translation>本前台任一工作人员的</translation>
    </message>
    <message>
        <source>Join anew</source>
        <translation>重新加入</translation>
    </message>
    <message>
        <source>Does another computer take over? The recovery file carries what was not sent; that computer reads it with: desk-app recovery import FILE</source>
        <translation>换另一台电脑接手？恢复文件带走还没上传的记录；在那台电脑上用 desk-app recovery import 文件名 读入。</translation>
    </message>
    <message>
        <source>Save the recovery file</source>
        <translation>保存恢复文件</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保留了什么</translation>
    </message>
    <message numerus="yes">
        <source>Entries that have not reached the centre yet: %n.</source>
        <translation>
            <numerusform>还有 %n 条没有上传到中心。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was recorded</source>
        <translation>记下的都还在</translation>
    </message>
    <message>
        <source>All of it has reached the centre.</source>
        <translation>全部已上传到中心。</translation>
    </message>
    <message>
        <source>Names stay closed</source>
        <translation>姓名不再显示</translation>
    </message>
    <message>
        <source>This may be a lost computer, so it shows and answers nothing.</source>
        <translation>这台电脑可能遗失了，所以不显示、不回答任何内容。</translation>
    </message>
    <message>
        <source>Visitors need not wait</source>
        <translation>来访者不用等</translation>
    </message>
    <message>
        <source>Use another desk, or paper: sheets are keyed in later with their times.</source>
        <translation>请用另一台前台，或先记在纸上，之后按纸上的时间补录。</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比</translation>
    </message>
    <message>
        <source>Help and motion</source>
        <translation>提示与动画</translation>
    </message>
    <message>
        <source>Show keys on buttons</source>
        <translation>按钮上显示快捷键</translation>
    </message>
    <message>
        <source>F1 lists all keys, whether they are shown or not.</source>
        <translation>显示与否，按 F1 都能看到全部快捷键。</translation>
    </message>
    <message>
        <source>No motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Results and panels appear at once; the time left is a number.</source>
        <translation>结果和面板直接出现，剩余时间用数字显示。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Station Desk</source>
        <translation>驿站前台</translation>
    </message>
    <message>
        <source>Check-in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>Visitors</source>
        <translation>来访者</translation>
    </message>
    <message>
        <source>To sort out</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>OfflineLight</name>
    <message>
        <source>This PC only</source>
        <translation>单机使用</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>已联网</translation>
    </message>
    <message>
        <source>Syncing {0} / {1}</source>
        <translation>正在同步 {0} / {1}</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>正在同步…</translation>
    </message>
    <message>
        <source>To sync {0}</source>
        <translation>待同步 {0}</translation>
    </message>
    <message>
        <source>oldest {0}</source>
        <translation>最早 {0}</translation>
    </message>
    <message>
        <source>Roster {0}</source>
        <translation>名册 {0}</translation>
    </message>
    <message numerus="yes">
        <source>Offline %n min</source>
        <translation>
            <numerusform>离线 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is wrong</source>
        <translation>电脑时间不对</translation>
    </message>
    <message numerus="yes">
        <source>%n refused by the centre</source>
        <translation>
            <numerusform>%n 条没被中心接收</numerusform>
        </translation>
    </message>
    <message>
        <source>Update this app</source>
        <translation>请更新程序</translation>
    </message>
    <message>
        <source>This desk was removed</source>
        <translation>这个前台已被移除</translation>
    </message>
    <message>
        <source>Two desks share this data</source>
        <translation>两台电脑用了同一份数据</translation>
    </message>
    <message>
        <source>The proxy is in the way</source>
        <translation>代理不让通过</translation>
    </message>
    <message>
        <source>Look at sync</source>
        <translation>同步需要看一下</translation>
    </message>
</context>
<context>
    <name>PhotoButton</name>
    <message>
        <source>Add a photo</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Change the photo</source>
        <translation>更换照片</translation>
    </message>
</context>
<context>
    <name>PhotoPanelJoin</name>
    <message>
        <source>A photo</source>
        <translation>选一张照片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Photo kept on this computer</source>
        <translation>照片已存到本机</translation>
    </message>
    <message>
        <source>Photo removed</source>
        <translation>照片已删除</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Camera picture</source>
        <translation>摄像头画面</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>靠近一点</translation>
    </message>
    <message>
        <source>Hold still</source>
        <translation>拿稳</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>太暗</translation>
    </message>
    <message>
        <source>Glare</source>
        <translation>反光</translation>
    </message>
    <message>
        <source>Brighter screen</source>
        <translation>屏幕调亮</translation>
    </message>
    <message>
        <source>Opening the camera…</source>
        <translation>正在打开摄像头…</translation>
    </message>
    <message>
        <source>Camera is fine</source>
        <translation>镜头正常</translation>
    </message>
    <message>
        <source>Camera lost, trying again</source>
        <translation>镜头断了，正在重连</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>没找到摄像头，扫码枪和搜索照常可用</translation>
    </message>
    <message>
        <source>Another program uses the camera: close it</source>
        <translation>摄像头被别的程序占用，请先关掉它</translation>
    </message>
    <message>
        <source>Camera sleeps while the window is hidden</source>
        <translation>窗口隐藏时摄像头休眠</translation>
    </message>
    <message>
        <source>The recording has ended</source>
        <translation>录像放完了</translation>
    </message>
</context>
<context>
    <name>ProblemLine</name>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>ReviewJoin</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undone; it is open again</source>
        <translation>已撤销，回到待处理</translation>
    </message>
</context>
<context>
    <name>RoomKeeping</name>
    <message>
        <source>A picture of the room</source>
        <translation>场地照片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Added: {0}</source>
        <translation>已添加：{0}</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>已保存：{0}</translation>
    </message>
    <message>
        <source>Out of use: {0}</source>
        <translation>已不再使用：{0}</translation>
    </message>
    <message>
        <source>In use again: {0}</source>
        <translation>已恢复使用：{0}</translation>
    </message>
    <message>
        <source>Shut</source>
        <translation>已停用</translation>
    </message>
    <message numerus="yes">
        <source>Shut; bookings in that time: %n, call them</source>
        <translation>
            <numerusform>已停用；这段时间有 %n 个预约，请打电话通知</numerusform>
        </translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>已重新开放</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤销</translation>
    </message>
</context>
<context>
    <name>RoomQueue</name>
    <message>
        <source>In the queue, place {0}. This desk says when it is free.</source>
        <translation>已排队，第 {0} 位。空出来时前台会提示。</translation>
    </message>
    <message>
        <source>the next in the queue</source>
        <translation>下一位</translation>
    </message>
    <message>
        <source>Offered to {0} until {1}: tell them</source>
        <translation>请通知{0}：可以用了，保留到 {1}</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}。{1}</translation>
    </message>
</context>
<context>
    <name>RoomUndo</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing to undo here</source>
        <translation>这里没有可撤销的</translation>
    </message>
</context>
<context>
    <name>RoomsWork</name>
    <message>
        <source>Booked: {0}</source>
        <translation>约好了：{0}</translation>
    </message>
    <message numerus="yes">
        <source>Booked, dates: %n</source>
        <translation>
            <numerusform>约好了，共 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Theirs now: {0}</source>
        <translation>现在使用：{0}</translation>
    </message>
    <message>
        <source>Moved to {0}</source>
        <translation>改到 {0}</translation>
    </message>
    <message numerus="yes">
        <source>Moved, dates: %n</source>
        <translation>
            <numerusform>改好了，共 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing left to cancel</source>
        <translation>没有可取消的了</translation>
    </message>
    <message numerus="yes">
        <source>Cancelled: %n</source>
        <translation>
            <numerusform>已取消 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>已回绝</translation>
    </message>
    <message>
        <source>Taken out of the queue</source>
        <translation>已移出排队</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>Left early; the rest is free</source>
        <translation>已提前离开，其余时间空出</translation>
    </message>
    <message>
        <source>Released; the room is free</source>
        <translation>已释放，场地空出</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>They stay longer</source>
        <translation>已延长</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤销</translation>
    </message>
</context>
<context>
    <name>ScannerControls</name>
    <message>
        <source>The first one on USB</source>
        <translation>USB 上的第一个</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作正常</translation>
    </message>
    <message>
        <source>Lost, trying again</source>
        <translation>断了，正在重连</translation>
    </message>
    <message>
        <source>No scanner</source>
        <translation>没有扫码枪</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>没有启用</translation>
    </message>
    <message>
        <source>Set up with a test code…</source>
        <translation>扫一张测试码来设置…</translation>
    </message>
    <message>
        <source>As a keyboard</source>
        <translation>当作键盘</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>How it is connected</source>
        <translation>怎么接的</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>typed before every code, taken off</source>
        <translation>每张码前面都有，会自动去掉</translation>
    </message>
    <message>
        <source>A code ends with</source>
        <translation>码的结尾</translation>
    </message>
    <message>
        <source>Its own ending</source>
        <translation>自定的结尾</translation>
    </message>
    <message>
        <source>Longest time between two keys</source>
        <translation>两键之间最长间隔</translation>
    </message>
    <message>
        <source>Read keys by their place</source>
        <translation>按键位认字，不管键盘布局</translation>
    </message>
    <message>
        <source>Put Caps Lock right</source>
        <translation>纠正大写锁定</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab 键</translation>
    </message>
    <message>
        <source>Nothing, only a pause</source>
        <translation>没有，停一下就算完</translation>
    </message>
    <message>
        <source>Characters of its own</source>
        <translation>自定的字符</translation>
    </message>
</context>
<context>
    <name>ScannerWizard</name>
    <message>
        <source>Set up the scanner</source>
        <translation>设置扫码枪</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Scan this code with the handheld scanner.</source>
        <translation>请用扫码枪扫这张码。</translation>
    </message>
    <message>
        <source>Test code</source>
        <translation>测试码</translation>
    </message>
    <message>
        <source>Open as a picture, to print</source>
        <translation>打开成图片，好打印</translation>
    </message>
    <message>
        <source>Waiting for the scan…</source>
        <translation>等着扫码…</translation>
    </message>
    <message>
        <source>That was not the code on the screen. Scan the one shown here.</source>
        <translation>刚才扫的不是屏幕上这张。请扫这里显示的码。</translation>
    </message>
    <message>
        <source>The scanner is read at its serial port.</source>
        <translation>扫码枪走串口，已经读到。</translation>
    </message>
    <message>
        <source>Save it like this, or scan once more.</source>
        <translation>这样保存，或者再扫一次。</translation>
    </message>
    <message>
        <source>A code ends with Enter.</source>
        <translation>码以回车结尾。</translation>
    </message>
    <message>
        <source>A code ends with Tab.</source>
        <translation>码以 Tab 键结尾。</translation>
    </message>
    <message>
        <source>A code ends with nothing; the pause after it counts.</source>
        <translation>码后面没有结尾，停一下就算完。</translation>
    </message>
    <message>
        <source>A code ends with “{0}”.</source>
        <translation>码以“{0}”结尾。</translation>
    </message>
    <message>
        <source>From key to key at most {0} ms; set to {1} ms.</source>
        <translation>两键最多隔 {0} 毫秒，设为 {1} 毫秒。</translation>
    </message>
    <message>
        <source>“{0}” stands before every code and is taken off.</source>
        <translation>每张码前面有“{0}”，会自动去掉。</translation>
    </message>
    <message>
        <source>Nothing stands before the code.</source>
        <translation>码前面没有前缀。</translation>
    </message>
    <message>
        <source>The keyboard layout spells it wrongly: keys are read by their place.</source>
        <translation>键盘布局会拼错，改为按键位认字。</translation>
    </message>
    <message>
        <source>The keyboard layout is not Latin; that is put right by itself.</source>
        <translation>键盘布局不是拉丁字母，会自动纠正。</translation>
    </message>
    <message>
        <source>The keyboard layout fits.</source>
        <translation>键盘布局合适。</translation>
    </message>
    <message>
        <source>Caps Lock is off.</source>
        <translation>大写锁定没开。</translation>
    </message>
    <message>
        <source>Caps Lock is on; letters are put right.</source>
        <translation>大写锁定开着，字母会自动纠正。</translation>
    </message>
    <message>
        <source>Caps Lock is on; the scanner minds it by itself.</source>
        <translation>大写锁定开着，扫码枪自己会处理。</translation>
    </message>
</context>
<context>
    <name>SettingsJoin</name>
    <message>
        <source>Proxy saved</source>
        <translation>代理已保存</translation>
    </message>
    <message>
        <source>No proxy set</source>
        <translation>不使用代理</translation>
    </message>
    <message>
        <source>No camera found; a scanner and search work</source>
        <translation>没找到摄像头；扫码枪和搜索照常可用</translation>
    </message>
    <message>
        <source>The scanner is set up</source>
        <translation>扫码枪设置好了</translation>
    </message>
    <message>
        <source>Names saved</source>
        <translation>名称已保存</translation>
    </message>
    <message>
        <source>Copied to {0}</source>
        <translation>已备份到 {0}</translation>
    </message>
    <message>
        <source>Operator added</source>
        <translation>已添加值班员</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Camera and scanner</source>
        <translation>摄像头与扫码枪</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Desk and operators</source>
        <translation>前台与值班员</translation>
    </message>
    <message>
        <source>Backup and about</source>
        <translation>备份与关于</translation>
    </message>
</context>
<context>
    <name>SheetImport</name>
    <message>
        <source>Import stopped and taken back</source>
        <translation>导入已停止并撤回</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n</source>
        <translation>
            <numerusform>已导入 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Save with reasons</source>
        <translation>另存带原因的表</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Back to scanning</source>
        <translation>回到扫码</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SoundSection</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>What you hear</source>
        <translation>会听到什么</translation>
    </message>
    <message>
        <source>Come in</source>
        <translation>请进</translation>
    </message>
    <message>
        <source>two notes, rising</source>
        <translation>两声，上扬</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>请稍等</translation>
    </message>
    <message>
        <source>the same note twice</source>
        <translation>同一声，两下</translation>
    </message>
    <message>
        <source>Please wait</source>
        <translation>请留步</translation>
    </message>
    <message>
        <source>one long, low note</source>
        <translation>一声，又长又低</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>one note in the middle</source>
        <translation>一声，不高不低</translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation>断网</translation>
    </message>
    <message>
        <source>two notes, falling, once</source>
        <translation>两声，下落，只响一次</translation>
    </message>
    <message>
        <source>Hear “{0}”</source>
        <translation>试听“{0}”</translation>
    </message>
</context>
<context>
    <name>SyncDetailsPanel</name>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>现在同步</translation>
    </message>
    <message>
        <source>Another desk may also have admitted the same people meanwhile. Doubles are found by themselves once back online.</source>
        <translation>断网期间，另一台前台可能也放行了同一个人。恢复联网后会自动核对重复签到。</translation>
    </message>
    <message>
        <source>Sort out what was refused</source>
        <translation>处理没收下的</translation>
    </message>
    <message>
        <source>The centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>待同步</translation>
    </message>
    <message>
        <source>Oldest of them</source>
        <translation>其中最早</translation>
    </message>
    <message>
        <source>Roster read at</source>
        <translation>名册更新于</translation>
    </message>
    <message>
        <source>Refused by the centre</source>
        <translation>中心没有接收</translation>
    </message>
    <message>
        <source>This PC&apos;s clock</source>
        <translation>电脑时间</translation>
    </message>
    <message>
        <source>none joined</source>
        <translation>没有加入</translation>
    </message>
    <message>
        <source>looking for it</source>
        <translation>正在找</translation>
    </message>
    <message>
        <source>out of reach since {0}</source>
        <translation>{0} 起连不上</translation>
    </message>
    <message>
        <source>out of reach</source>
        <translation>连不上</translation>
    </message>
    <message>
        <source>in reach</source>
        <translation>连着</translation>
    </message>
    <message numerus="yes">
        <source>{0}, %n min ago</source>
        <translation>
            <numerusform>{0}，%n 分钟前</numerusform>
        </translation>
    </message>
    <message>
        <source>right</source>
        <translation>准</translation>
    </message>
    <message numerus="yes">
        <source>%n s slow</source>
        <translation>
            <numerusform>慢 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s fast</source>
        <translation>
            <numerusform>快 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>This PC works alone. Everything is stored here. To share a roster with other desks, enter a join code in Settings.</source>
        <translation>这台电脑单机使用，数据都存在这里。要和别的前台共用名册，请在“设置”里输入加入码。</translation>
    </message>
    <message>
        <source>Looking for the centre. Check-in goes on as always.</source>
        <translation>正在连接中心。签到照常。</translation>
    </message>
    <message>
        <source>Everything here has reached the centre.</source>
        <translation>这里的数据都已到中心。</translation>
    </message>
    <message>
        <source>Sending what was stored here. Check-in goes on as always.</source>
        <translation>正在把这里存的发给中心。签到照常。</translation>
    </message>
    <message>
        <source>The centre cannot be reached. Check-in goes on; everything is stored here and sent once the network is back.</source>
        <translation>现在连不上中心。签到照常，数据存在这里，联网后自动发出。</translation>
    </message>
    <message>
        <source>Sync needs a look. Check-in goes on as always.</source>
        <translation>同步需要看一下。签到照常。</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is more than two minutes off. Set date and time in the system&apos;s settings; nothing is lost.</source>
        <translation>电脑时间差了两分钟以上。请在系统设置里校准日期和时间，数据不会丢。</translation>
    </message>
    <message>
        <source>The centre did not take some entries. They are kept here, and stand under To sort out with what can be done.</source>
        <translation>有几条中心没有收下，都还在本机。在“待处理”里可以看到怎么办。</translation>
    </message>
    <message>
        <source>The centre is newer than this app. Install the new version; until then everything is stored here.</source>
        <translation>中心的版本更新。请安装新版程序，在那之前数据都存在这里。</translation>
    </message>
    <message>
        <source>The centre has removed this desk. Ask staff for a new join code and enter it in Settings.</source>
        <translation>中心已移除这个前台。请向工作人员要新的加入码，在“设置”里输入。</translation>
    </message>
    <message>
        <source>Another PC uses a copy of this desk&apos;s data. Close one of them and join it anew with a join code.</source>
        <translation>另一台电脑在用这份数据的副本。请关掉其中一台，用加入码重新加入。</translation>
    </message>
    <message>
        <source>The proxy cannot be reached or does not let this desk through. Check it under Settings, Sync. Check-in goes on; everything is stored here.</source>
        <translation>代理服务器连不上，或者不让本机通过。请在“设置 › 同步”里核对代理。签到照常，记录都存在本机。</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Begin a shift</source>
        <translation>开始值班</translation>
    </message>
    <message>
        <source>Operator {0}</source>
        <translation>值班员 {0}</translation>
    </message>
</context>
<context>
    <name>UpkeepSection</name>
    <message>
        <source>Where the data is</source>
        <translation>数据在这里</translation>
    </message>
    <message>
        <source>Station Desk</source>
        <translation>驿站前台</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>版本 {0}</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>One file with everything stored here. Check-in goes on meanwhile. Copy it to another disk from time to time.</source>
        <translation>把这里的一切存成一个文件，备份时签到照常。请不时把它拷到别的磁盘。</translation>
    </message>
    <message>
        <source>Make a copy now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Open source, Apache-2.0</source>
        <translation>开源，Apache-2.0 许可</translation>
    </message>
    <message>
        <source>Letters: Noto Sans SC, SIL Open Font License.</source>
        <translation>字体：Noto Sans SC，SIL 开放字体许可。</translation>
    </message>
    <message>
        <source>What stays private</source>
        <translation>不外传的</translation>
    </message>
    <message>
        <source>Logs and crash reports carry no names, phone numbers or codes.</source>
        <translation>日志和崩溃报告里没有姓名、手机号和码。</translation>
    </message>
</context>
<context>
    <name>VisitorNotesJoin</name>
    <message>
        <source>Note taken away</source>
        <translation>已撤下备注</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>VisitorsJoin</name>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Personal data erased</source>
        <translation>个人信息已删除</translation>
    </message>
    <message>
        <source>New pass made; the old one is void</source>
        <translation>已换新码，旧码作废</translation>
    </message>
    <message>
        <source>Save the pass</source>
        <translation>保存通行码</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已存为 {0}</translation>
    </message>
    <message>
        <source>A list of visitors</source>
        <translation>选一份名册</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>表格</translation>
    </message>
</context>
</TS>
