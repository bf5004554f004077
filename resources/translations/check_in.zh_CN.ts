<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AnswerPanel</name>
    <message>
        <source>Ask {0}</source>
        <translation>问一问{0}</translation>
    </message>
    <message>
        <source>Answer and check in</source>
        <translation>记下并签到</translation>
    </message>
    <message>
        <source>Kept with the enrolment; it will not be asked again.</source>
        <translation>答案随报名保存，下次不再问。</translation>
    </message>
    <message>
        <source>An answer is needed.</source>
        <translation>要写上回答。</translation>
    </message>
</context>
<context>
    <name>BlockedPanel</name>
    <message>
        <source>For staff only</source>
        <translation>仅供工作人员</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>查看原因</translation>
    </message>
    <message>
        <source>Turn the screen away from the queue first.</source>
        <translation>先把屏幕转开，别让排队的人看到。</translation>
    </message>
    <message>
        <source>No reason was noted.</source>
        <translation>没有写原因。</translation>
    </message>
    <message>
        <source>They cannot be let in here. Speak with them aside; only the centre lifts it.</source>
        <translation>这里不能放行。请到一旁和对方说明；只有中心能解除。</translation>
    </message>
</context>
<context>
    <name>CheckInPage</name>
    <message>
        <source>Just arrived</source>
        <translation>刚到</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>此刻可签到</translation>
    </message>
</context>
<context>
    <name>HitDelegate</name>
    <message>
        <source>here since {0}</source>
        <translation>{0} 已到</translation>
    </message>
    <message>
        <source>No class tonight</source>
        <translation>今晚没有课</translation>
    </message>
    <message>
        <source>Already in</source>
        <translation>已签过</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>签到</translation>
    </message>
</context>
<context>
    <name>IdleStage</name>
    <message>
        <source>Show your pass</source>
        <translation>请出示通行码</translation>
    </message>
    <message>
        <source>Phone, card or paper label,</source>
        <translation>手机、卡片、纸质标签都可以，</translation>
    </message>
    <message>
        <source>about 15 cm from the camera.</source>
        <translation>离镜头约 15 厘米。</translation>
    </message>
    <message>
        <source>Tonight</source>
        <translation>今晚</translation>
    </message>
    <message>
        <source>No class today</source>
        <translation>今天没有课</translation>
    </message>
    <message>
        <source>You can still register visitors (F2).</source>
        <translation>也能登记来访（F2）。</translation>
    </message>
    <message numerus="yes">
        <source>%n not here yet</source>
        <translation>
            <numerusform>%n 人未到</numerusform>
        </translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>正在上课</translation>
    </message>
    <message numerus="yes">
        <source>%n min left, </source>
        <translation>
            <numerusform>还有 %n 分钟，</numerusform>
        </translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一场</translation>
    </message>
    <message numerus="yes">
        <source>%n classes at once</source>
        <translation>
            <numerusform>%n 门课同时开课</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions</source>
        <translation>
            <numerusform>%n 场</numerusform>
        </translation>
    </message>
    <message>
        <source>One session only</source>
        <translation>只签某一场</translation>
    </message>
    <message>
        <source>Undo the last</source>
        <translation>撤销上一个</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>换页面</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部快捷键</translation>
    </message>
</context>
<context>
    <name>KnownPeople</name>
    <message>
        <source>Is this person registered already?</source>
        <translation>这位已经登记过？</translation>
    </message>
    <message>
        <source>People registered</source>
        <translation>已登记的人</translation>
    </message>
    <message>
        <source>Somebody else: save anyway</source>
        <translation>不是同一个人，仍然登记</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Link the code</source>
        <translation>关联这张码</translation>
    </message>
    <message>
        <source>Link and check in</source>
        <translation>关联并签到</translation>
    </message>
    <message>
        <source>Code ending in {0}</source>
        <translation>码的后四位：{0}</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>是哪一位？</translation>
    </message>
    <message>
        <source>name, initials or last four digits</source>
        <translation>姓名、拼音首字母或手机后四位</translation>
    </message>
    <message>
        <source>People found</source>
        <translation>找到的人</translation>
    </message>
    <message>
        <source>Choose a person first.</source>
        <translation>请先选一个人。</translation>
    </message>
</context>
<context>
    <name>LiveStrip</name>
    <message>
        <source>Live camera strip</source>
        <translation>镜头画面</translation>
    </message>
    <message>
        <source>New codes wait in line</source>
        <translation>新扫到的码先排队</translation>
    </message>
    <message>
        <source>Finish with this person; the next follows at once</source>
        <translation>办好这一位，马上轮到下一位</translation>
    </message>
    <message>
        <source>Still scanning, call the next person</source>
        <translation>镜头还开着，直接请下一位</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>排队 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>NamePanel</name>
    <message>
        <source>Note the name</source>
        <translation>记下姓名</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>是哪一位？</translation>
    </message>
    <message>
        <source>They are in. Once the pass is known here, its own name is shown.</source>
        <translation>人已放行。等通行码同步到这里，就显示它自己的姓名。</translation>
    </message>
</context>
<context>
    <name>OperatorPanel</name>
    <message>
        <source>Whose shift?</source>
        <translation>谁值班？</translation>
    </message>
    <message>
        <source>Begin the shift</source>
        <translation>开始值班</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>姓名</translation>
    </message>
</context>
<context>
    <name>OptionCard</name>
    <message>
        <source>Enrolled</source>
        <translation>已报名</translation>
    </message>
    <message numerus="yes">
        <source>Walk-in, %n left</source>
        <translation>
            <numerusform>旁听，余 %n 席</numerusform>
        </translation>
    </message>
    <message>
        <source>Room booked</source>
        <translation>已订会议室</translation>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Just arrived</source>
        <translation>刚到</translation>
    </message>
    <message numerus="yes">
        <source>%n in 5 minutes</source>
        <translation>
            <numerusform>近 5 分钟 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody yet. Arrivals appear here.</source>
        <translation>还没有人到，到了会列在这里。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>New pass</source>
        <translation>新通行码</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>RegisterPanel</name>
    <message>
        <source>Register visitor</source>
        <translation>登记来访者</translation>
    </message>
    <message>
        <source>Register and check in</source>
        <translation>登记并签到</translation>
    </message>
    <message>
        <source>The code just scanned will be linked to this person.</source>
        <translation>刚扫到的码会关联给这个人</translation>
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
        <source>to replace a lost pass, optional</source>
        <translation>补发通行码用，可不填</translation>
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
        <source>Name and phone serve only check-in and passes here; erased on request. A photo is optional and stays on this computer.</source>
        <translation>姓名和手机只用于本站签到与补码，随时可以要求删除。照片可不拍，只存在本机。</translation>
    </message>
    <message>
        <source>Check this person in</source>
        <translation>给这位签到</translation>
    </message>
    <message>
        <source>A name is needed, one character will do.</source>
        <translation>请填姓名，一个字也可以。</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Undo check-in</source>
        <translation>撤销签到</translation>
    </message>
    <message>
        <source>Go on scanning</source>
        <translation>继续扫码</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>不是这个人</translation>
    </message>
    <message>
        <source>Let in by staff…</source>
        <translation>工作人员放行…</translation>
    </message>
    <message>
        <source>Understood, next person</source>
        <translation>知道了，下一位</translation>
    </message>
    <message>
        <source>For staff…</source>
        <translation>工作人员查看…</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>按姓名找</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>Note the name</source>
        <translation>记下姓名</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Then they are in</source>
        <translation>答完就进</translation>
    </message>
    <message>
        <source>Answer later</source>
        <translation>以后再答</translation>
    </message>
    <message>
        <source>Register a new visitor</source>
        <translation>登记新来访者</translation>
    </message>
    <message>
        <source>Name is enough</source>
        <translation>有姓名就行</translation>
    </message>
    <message>
        <source>Link to someone known</source>
        <translation>关联给已有的人</translation>
    </message>
    <message>
        <source>Accept the seat: {0}</source>
        <translation>接受名额：{0}</translation>
    </message>
    <message>
        <source>Other stations</source>
        <translation>其他站点</translation>
    </message>
    <message>
        <source>Badge, card or other code</source>
        <translation>工牌、卡片或别的码</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>已静音</translation>
    </message>
    <message>
        <source>New pass</source>
        <translation>新通行码</translation>
    </message>
    <message>
        <source>Nobody known yet</source>
        <translation>还不认识</translation>
    </message>
    <message>
        <source>Unreadable code</source>
        <translation>读不出的码</translation>
    </message>
    <message>
        <source>Not a station pass</source>
        <translation>不是本站的码</translation>
    </message>
    <message>
        <source>Nobody on our roster</source>
        <translation>名册里没有这个人</translation>
    </message>
    <message>
        <source>Ends in {0}</source>
        <translation>后四位 {0}</translation>
    </message>
    <message>
        <source>No class of theirs is open now</source>
        <translation>此刻没有这位来访者的课</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>booked today</source>
        <translation>今天已订</translation>
    </message>
    <message>
        <source>Not on the roster yet</source>
        <translation>名册里还没有这个人</translation>
    </message>
    <message>
        <source>The pass&apos;s signature is good</source>
        <translation>通行码签名有效</translation>
    </message>
    <message>
        <source>at {0}</source>
        <translation>在{0}</translation>
    </message>
    <message>
        <source>came in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>scanned again, counted once</source>
        <translation>又扫了一次，只算一次</translation>
    </message>
    <message>
        <source>Nothing is stored until you choose</source>
        <translation>选好之前不会保存</translation>
    </message>
    <message>
        <source>{0}, took {1} s</source>
        <translation>{0}，用时 {1} 秒</translation>
    </message>
</context>
<context>
    <name>SearchDropDown</name>
    <message>
        <source>People found</source>
        <translation>找到的人</translation>
    </message>
    <message>
        <source>None of these? Register a new visitor</source>
        <translation>都不是？登记一位新来访者</translation>
    </message>
    <message>
        <source>Register a new visitor</source>
        <translation>登记新来访者</translation>
    </message>
    <message>
        <source>Look at other stations, by phone or pass</source>
        <translation>在其他站点查找（凭手机号或通行码）</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>check in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>选</translation>
    </message>
    <message>
        <source>Type one more: two characters, initials or four digits</source>
        <translation>再输入一点：两个字、拼音首字母，或手机后四位</translation>
    </message>
    <message>
        <source>Nobody found for “{0}”</source>
        <translation>没找到“{0}”</translation>
    </message>
    <message numerus="yes">
        <source>%n found, those with a class tonight first</source>
        <translation>
            <numerusform>%n 位，今晚有课的排前面</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchRow</name>
    <message>
        <source>Scan, or type a name, initials, last four digits, company</source>
        <translation>扫码，或输入姓名、拼音首字母、手机后四位、企业</translation>
    </message>
    <message>
        <source>Register visitor</source>
        <translation>登记来访者</translation>
    </message>
</context>
<context>
    <name>SessionsCard</name>
    <message>
        <source>Open now</source>
        <translation>此刻可签到</translation>
    </message>
    <message>
        <source>This session only</source>
        <translation>只签这一场</translation>
    </message>
    <message numerus="yes">
        <source>Sessions: %n</source>
        <translation>
            <numerusform>%n 场</numerusform>
        </translation>
    </message>
    <message>
        <source>No class today</source>
        <translation>今天没有课</translation>
    </message>
    <message>
        <source> full</source>
        <translation> 满</translation>
    </message>
    <message>
        <source>lecture</source>
        <translation>讲座</translation>
    </message>
    <message>
        <source>lesson {0}</source>
        <translation>第 {0} 次课</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Started {0}</source>
        <translation>{0} 已开课</translation>
    </message>
    <message>
        <source>Starts {0}</source>
        <translation>{0} 开课</translation>
    </message>
</context>
<context>
    <name>SignedPanel</name>
    <message>
        <source>Staff member</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>StaffPanel</name>
    <message>
        <source>Staff let in</source>
        <translation>工作人员放行</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>kept with the check-in</source>
        <translation>和签到一起保存</translation>
    </message>
    <message>
        <source>Known to staff</source>
        <translation>工作人员认识</translation>
    </message>
    <message>
        <source>Roster not up to date</source>
        <translation>名册还没更新</translation>
    </message>
    <message>
        <source>Make-up lesson</source>
        <translation>来补课</translation>
    </message>
    <message>
        <source>Give a reason; it is kept with the check-in.</source>
        <translation>请写一句理由，它会和签到一起保存。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Two rising notes</source>
        <translation>两声上行</translation>
    </message>
    <message>
        <source>Same note twice</source>
        <translation>两声同音</translation>
    </message>
    <message>
        <source>One low note</source>
        <translation>一声低音</translation>
    </message>
    <message>
        <source>One short note</source>
        <translation>一声短音</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>To sync</source>
        <translation>待同步</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>会议室</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>旁听</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>到课</translation>
    </message>
    <message>
        <source>Already in</source>
        <translation>已经签过</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>新码</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>读不出</translation>
    </message>
    <message>
        <source>Not ours</source>
        <translation>非本站</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>未生效</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>已换新</translation>
    </message>
    <message>
        <source>Old pass</source>
        <translation>旧码</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>请留步</translation>
    </message>
    <message>
        <source>Not today</source>
        <translation>不是今天</translation>
    </message>
    <message>
        <source>Other day</source>
        <translation>别的日子</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>没有报名</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>候补</translation>
    </message>
    <message>
        <source>Early</source>
        <translation>还早</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已下课</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>次数已满</translation>
    </message>
    <message>
        <source>Has left</source>
        <translation>已离开</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>去哪场</translation>
    </message>
    <message>
        <source>To answer</source>
        <translation>待回答</translation>
    </message>
    <message>
        <source>Lecture, walk-ins welcome</source>
        <translation>讲座，欢迎旁听</translation>
    </message>
    <message>
        <source>Lecture</source>
        <translation>讲座</translation>
    </message>
    <message>
        <source>Lesson {0} of {1}, absent {2}</source>
        <translation>第 {0} 次课，共 {1} 次，缺 {2} 次</translation>
    </message>
    <message>
        <source>Lesson {0} of {1}</source>
        <translation>第 {0} 次课，共 {1} 次</translation>
    </message>
    <message>
        <source>Another desk may also have let them in</source>
        <translation>另一台前台可能也放行了</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Come in</source>
        <translation>请进</translation>
    </message>
    <message>
        <source>On time</source>
        <translation>准时</translation>
    </message>
    <message>
        <source>Goodbye</source>
        <translation>再见</translation>
    </message>
    <message>
        <source>Departure noted</source>
        <translation>已记下离开</translation>
    </message>
    <message>
        <source>Let in for now</source>
        <translation>先放行</translation>
    </message>
    <message>
        <source>Completed when back online</source>
        <translation>联网后自动补全</translation>
    </message>
    <message>
        <source>Nothing to do now. The roster will fill in the rest.</source>
        <translation>现在不用做什么。名册到了会自动对上。</translation>
    </message>
    <message>
        <source>%n min late</source>
        <translation>迟到 %n 分钟</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Use the back door, the class is running.</source>
        <translation>从后门进，别打断上课。</translation>
    </message>
    <message>
        <source>Let in by staff</source>
        <translation>工作人员放行</translation>
    </message>
    <message>
        <source>Mention it: one more absence and the outstanding-learner award is out of reach.</source>
        <translation>再缺 1 次，就不能参评优秀学员。</translation>
    </message>
    <message>
        <source>Room is theirs</source>
        <translation>会议室已开</translation>
    </message>
    <message>
        <source>Mind</source>
        <translation>留意</translation>
    </message>
    <message>
        <source>{0} is yours until {1}.</source>
        <translation>{0}归您使用，到 {1}。</translation>
    </message>
    <message>
        <source>Please tell them</source>
        <translation>请告诉来访者</translation>
    </message>
    <message>
        <source>A seat in {0} is held until {1}: press 1 to accept.</source>
        <translation>“{0}”的名额留到 {1}，愿意按 1。</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>请稍等</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>没读全</translation>
    </message>
    <message>
        <source>Empty, or read only in part</source>
        <translation>内容为空，或只读到一半</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>%n min ago</source>
        <translation>%n 分钟前</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>Same person: come in. If not, press F7.</source>
        <translation>是同一个人就请进。不是，请按 F7 换人。</translation>
    </message>
    <message>
        <source>A seat is offered</source>
        <translation>有名额了</translation>
    </message>
    <message>
        <source>Waitlist {0}</source>
        <translation>候补第 {0} 位</translation>
    </message>
    <message>
        <source>Take a seat; staff may let you in when places are free.</source>
        <translation>请先坐，有空位时工作人员会放行。</translation>
    </message>
    <message>
        <source>Opens {0}</source>
        <translation>{0} 开门</translation>
    </message>
    <message>
        <source>Scan again at {0}; the seat is kept.</source>
        <translation>请 {0} 再扫，座位留着。</translation>
    </message>
    <message>
        <source>Which one?</source>
        <translation>去哪场？</translation>
    </message>
    <message>
        <source>%n fit</source>
        <translation>%n 场都合适</translation>
    </message>
    <message>
        <source>Ask where they go, press {0}.</source>
        <translation>问一句去哪场，按 {0}。</translation>
    </message>
    <message>
        <source>One question</source>
        <translation>请先回答</translation>
    </message>
    <message>
        <source>An answer is missing</source>
        <translation>有问题还没回答</translation>
    </message>
    <message>
        <source>Ask: {0}</source>
        <translation>请问：{0}</translation>
    </message>
    <message>
        <source>Ask for the name: 1 to register, 2 to link to someone known.</source>
        <translation>登记新来访者按 1，关联给已有的人按 2。</translation>
    </message>
    <message>
        <source>This is no pass. Ask for the station pass, or find the name.</source>
        <translation>这不是通行码。请出示本站通行码，或按姓名找。</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>新朋友？</translation>
    </message>
    <message>
        <source>Code not known yet</source>
        <translation>还不认识这张码</translation>
    </message>
    <message>
        <source>Other code</source>
        <translation>换一张码</translation>
    </message>
    <message>
        <source>Offline, checked by itself once back online</source>
        <translation>离线，联网后自动核对</translation>
    </message>
    <message>
        <source>1 to {0}</source>
        <translation>1 到 {0}</translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation>1 或 2</translation>
    </message>
    <message>
        <source>Nothing is paid here and nothing was kept. Open the station pass.</source>
        <translation>这里不收款，码也没有留下。请打开本站通行码。</translation>
    </message>
    <message>
        <source>This is the city identity code</source>
        <translation>这是城市身份码</translation>
    </message>
    <message>
        <source>It changes every minute. Open the station pass.</source>
        <translation>它每分钟都变。请打开本站通行码。</translation>
    </message>
    <message>
        <source>This is an Alipay code</source>
        <translation>这是支付宝的码</translation>
    </message>
    <message>
        <source>This is a WeChat Pay code</source>
        <translation>这是微信支付的码</translation>
    </message>
    <message>
        <source>This is a UnionPay code</source>
        <translation>这是云闪付的码</translation>
    </message>
    <message>
        <source>This is a payment code</source>
        <translation>这是付款码</translation>
    </message>
    <message>
        <source>This is a web link</source>
        <translation>这是网址</translation>
    </message>
    <message>
        <source>Open the station pass. If this is their own card, link it.</source>
        <translation>请打开本站通行码。若是本人的卡，可以关联。</translation>
    </message>
    <message>
        <source>This is a business card</source>
        <translation>这是电子名片</translation>
    </message>
    <message>
        <source>This is a Wi-Fi code</source>
        <translation>这是无线网的码</translation>
    </message>
    <message>
        <source>It joins a network. Open the station pass, or find the name.</source>
        <translation>它是连无线网用的。请打开本站通行码，或按姓名查找。</translation>
    </message>
    <message>
        <source>This is the sign of a room</source>
        <translation>这是场地门牌的码</translation>
    </message>
    <message>
        <source>It says what is on there now, under Rooms. Open the station pass.</source>
        <translation>要看那里现在谁在用，请到“场地”。签到请打开驿站通行码。</translation>
    </message>
    <message>
        <source>This code is for something else</source>
        <translation>这张码另有用处</translation>
    </message>
    <message>
        <source>Open the station pass and show it again, or find the name.</source>
        <translation>请打开本站通行码再扫，或按姓名找。</translation>
    </message>
    <message>
        <source>Please wait</source>
        <translation>请留步</translation>
    </message>
    <message>
        <source>Not today&apos;s class</source>
        <translation>不是今天的课</translation>
    </message>
    <message>
        <source>Another day&apos;s lesson</source>
        <translation>是别的日子的课</translation>
    </message>
    <message>
        <source>Class is over</source>
        <translation>已经下课</translation>
    </message>
    <message>
        <source>All entries used</source>
        <translation>次数用完了</translation>
    </message>
    <message>
        <source>Has left, no way back in</source>
        <translation>已离开，不能再进</translation>
    </message>
    <message>
        <source>Please tell them: the next lesson is</source>
        <translation>请转告：下次课</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Places left: %n. Staff can let them in (F8).</source>
        <translation>还余 %n 席，工作人员可以放行（F8）。</translation>
    </message>
    <message>
        <source>Check the name with F3, or ask staff (F8).</source>
        <translation>按 F3 核对姓名，或按 F8 找工作人员。</translation>
    </message>
    <message>
        <source>Pass expired</source>
        <translation>通行码过期</translation>
    </message>
    <message>
        <source>Check name and last four digits with F3, then check in by name.</source>
        <translation>按 F3 核对姓名和手机后四位，按姓名签到。</translation>
    </message>
    <message>
        <source>Pass not valid yet</source>
        <translation>通行码还没生效</translation>
    </message>
    <message>
        <source>It is for later. Ask for the present pass, or find the name with F3.</source>
        <translation>它以后才能用。请出示现在的码，或按 F3 找姓名。</translation>
    </message>
    <message>
        <source>Pass replaced</source>
        <translation>这张码已换新</translation>
    </message>
    <message>
        <source>Ask for the new one, or find the name with F3.</source>
        <translation>请出示新码；没有就按 F3 找姓名。</translation>
    </message>
    <message>
        <source>Pass of an old series</source>
        <translation>旧版通行码</translation>
    </message>
    <message>
        <source>Not our pass</source>
        <translation>不是本站发的码</translation>
    </message>
    <message>
        <source>Call staff, press F8.</source>
        <translation>请工作人员来看，按 F8。</translation>
    </message>
    <message>
        <source>Staff will help</source>
        <translation>请工作人员处理</translation>
    </message>
    <message>
        <source>Ask them to step aside, press F8 to call staff.</source>
        <translation>请到旁边稍等，按 F8 叫人。</translation>
    </message>
</context>
</TS>
