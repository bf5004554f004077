<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CaseView</name>
    <message>
        <source>Show number</source>
        <translation>看号码</translation>
    </message>
    <message>
        <source>Move to {0}</source>
        <translation>挪到{0}</translation>
    </message>
    <message>
        <source>Move {0} to</source>
        <translation>把{0}挪到</translation>
    </message>
    <message>
        <source>Free instead</source>
        <translation>空着的</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>For support</source>
        <translation>给技术支持</translation>
    </message>
    <message>
        <source>Say on the phone</source>
        <translation>打电话时这样说</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>ReviewChoices</name>
    <message>
        <source>Move it</source>
        <translation>挪过去</translation>
    </message>
    <message>
        <source>Leave it, call them</source>
        <translation>先不动，打电话问</translation>
    </message>
    <message>
        <source>Cancel the booking</source>
        <translation>取消这次预约</translation>
    </message>
    <message>
        <source>Leave on the waitlist</source>
        <translation>留在候补</translation>
    </message>
    <message>
        <source>Add a seat and enrol</source>
        <translation>加一席，收下</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>不报了</translation>
    </message>
    <message>
        <source>One person, all is fine</source>
        <translation>是同一个人，没事</translation>
    </message>
    <message>
        <source>Two people, undo the later one</source>
        <translation>是两个人，撤销后一次</translation>
    </message>
    <message>
        <source>Keep {0}</source>
        <translation>就用“{0}”</translation>
    </message>
    <message>
        <source>Change to {0}</source>
        <translation>改成“{0}”</translation>
    </message>
    <message>
        <source>Make them one</source>
        <translation>合并成一位</translation>
    </message>
    <message>
        <source>They are two people</source>
        <translation>是两个人</translation>
    </message>
    <message>
        <source>Seen, put away</source>
        <translation>看过了，收起</translation>
    </message>
    <message>
        <source>Done by hand, put away</source>
        <translation>已手工办好，收起</translation>
    </message>
    <message>
        <source>seats {0}</source>
        <translation>可坐 {0} 人</translation>
    </message>
    <message>
        <source>same time</source>
        <translation>时间不变</translation>
    </message>
    <message>
        <source>same room</source>
        <translation>同一间</translation>
    </message>
    <message>
        <source>shorter</source>
        <translation>短一些</translation>
    </message>
    <message>
        <source>%n min shorter</source>
        <translation>短 %n 分钟</translation>
    </message>
    <message>
        <source>%n h later</source>
        <translation>晚 %n 小时</translation>
    </message>
    <message>
        <source>%n min later</source>
        <translation>晚 %n 分钟</translation>
    </message>
    <message>
        <source>Moved, and the new booking made</source>
        <translation>已挪好，新预约已订上</translation>
    </message>
    <message>
        <source>Left as it is; call them</source>
        <translation>先不动，要打电话问</translation>
    </message>
    <message>
        <source>Booking cancelled</source>
        <translation>预约已取消</translation>
    </message>
    <message>
        <source>Left on the waitlist</source>
        <translation>留在候补</translation>
    </message>
    <message>
        <source>Enrolled, with a seat more</source>
        <translation>已收下，多加一席</translation>
    </message>
    <message>
        <source>Taken off the list</source>
        <translation>已退出</translation>
    </message>
    <message>
        <source>One person; the first one counts</source>
        <translation>同一个人，按早的算</translation>
    </message>
    <message>
        <source>The later check-in is undone</source>
        <translation>后一次签到已撤销</translation>
    </message>
    <message>
        <source>Left as the centre has it</source>
        <translation>以中心为准</translation>
    </message>
    <message>
        <source>Changed to what was typed here</source>
        <translation>已改成本机填的</translation>
    </message>
    <message>
        <source>Made one</source>
        <translation>已合并成一位</translation>
    </message>
    <message>
        <source>Two people; both stay</source>
        <translation>是两个人，都保留</translation>
    </message>
    <message>
        <source>Noted and put away</source>
        <translation>已记下，收起</translation>
    </message>
    <message>
        <source>Settled by itself</source>
        <translation>自动对好</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Hello, this is {0}.</source>
        <translation>您好，这里是{0}。</translation>
    </message>
    <message>
        <source>{0} booked {1} for {2}; another booking reached us first.</source>
        <translation>{0}约的{1}，{2}，和先到的一场重了。</translation>
    </message>
    <message>
        <source>{0} is free {1}, {2}. Shall we put you there?</source>
        <translation>{0}{1} {2} 空着，给您换到那里，可以吗？</translation>
    </message>
    <message>
        <source>Thank you for bearing with us.</source>
        <translation>谢谢您的体谅。</translation>
    </message>
    <message>
        <source>Which other day or hour would suit you?</source>
        <translation>您看换到哪天、几点方便？</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Nothing to sort out</source>
        <translation>都处理好了</translation>
    </message>
    <message>
        <source>What two desks disagree on will stand here until somebody decides.</source>
        <translation>两个前台说法不一的事会列在这里，等人来定。</translation>
    </message>
    <message>
        <source>Nothing of this desk</source>
        <translation>本机都处理好了</translation>
    </message>
    <message>
        <source>Look under All for the other desks.</source>
        <translation>别的前台的，点“全部”看。</translation>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation>还没有处理过的</translation>
    </message>
    <message>
        <source>What was decided can be undone here.</source>
        <translation>处理过的会列在这里，可以撤销。</translation>
    </message>
    <message numerus="yes">
        <source>Settled by itself today: %n</source>
        <translation>
            <numerusform>今天自动对好 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>oldest {0}</source>
        <translation>最早{0}</translation>
    </message>
    <message>
        <source>To sort out</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>办过的</translation>
    </message>
    <message>
        <source>What to list</source>
        <translation>列出哪些</translation>
    </message>
</context>
<context>
    <name>ReviewTimes</name>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%n min</source>
        <translation>%n 分钟</translation>
    </message>
    <message>
        <source>%n h</source>
        <translation>%n 小时</translation>
    </message>
    <message>
        <source>%n d</source>
        <translation>%n 天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>明天</translation>
    </message>
</context>
<context>
    <name>ReviewWords</name>
    <message>
        <source>Rooms booked twice</source>
        <translation>场地约重了</translation>
    </message>
    <message>
        <source>No seat left</source>
        <translation>名额满了</translation>
    </message>
    <message>
        <source>Checked in twice</source>
        <translation>签到两次</translation>
    </message>
    <message>
        <source>Changed at two desks</source>
        <translation>两个前台都改了</translation>
    </message>
    <message>
        <source>Perhaps one person</source>
        <translation>可能是同一位</translation>
    </message>
    <message>
        <source>Not allowed by the centre</source>
        <translation>中心没有收</translation>
    </message>
    <message>
        <source>The centre could not store it</source>
        <translation>中心没能存下</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>building and floor</source>
        <translation>楼宇和楼层</translation>
    </message>
    <message>
        <source>word to the desk</source>
        <translation>前台提醒</translation>
    </message>
    <message>
        <source>visitor</source>
        <translation>来访者</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通行码</translation>
    </message>
    <message>
        <source>course</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>lesson</source>
        <translation>课次</translation>
    </message>
    <message>
        <source>enrolment</source>
        <translation>报名</translation>
    </message>
    <message>
        <source>check-in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>attendance mark</source>
        <translation>考勤</translation>
    </message>
    <message>
        <source>room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>closure</source>
        <translation>闭馆安排</translation>
    </message>
    <message>
        <source>booking</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>series of bookings</source>
        <translation>固定预约</translation>
    </message>
    <message>
        <source>building</source>
        <translation>楼宇</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Settled meanwhile</source>
        <translation>后来已经变了</translation>
    </message>
    <message>
        <source>This PC does not have it</source>
        <translation>本机没有这条记录</translation>
    </message>
    <message>
        <source>%n people</source>
        <translation>%n 人</translation>
    </message>
    <message>
        <source>A room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>One booking</source>
        <translation>一场预约</translation>
    </message>
    <message>
        <source>Another booking</source>
        <translation>另一场预约</translation>
    </message>
    <message>
        <source>{0} booked twice</source>
        <translation>{0}撞了</translation>
    </message>
    <message>
        <source>booked twice</source>
        <translation>约重了</translation>
    </message>
    <message>
        <source>What reached the centre first stays</source>
        <translation>先写入中心的留下</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Must move</source>
        <translation>要挪</translation>
    </message>
    <message>
        <source>If nobody decides, {0} has no room.</source>
        <translation>放着不管，{0}就没有场地。</translation>
    </message>
    <message>
        <source>A visitor</source>
        <translation>来访者</translation>
    </message>
    <message>
        <source>Time not known</source>
        <translation>时间不详</translation>
    </message>
    <message>
        <source>{0} checked in twice</source>
        <translation>{0}签到两次</translation>
    </message>
    <message>
        <source>One code, two desks</source>
        <translation>同一个人，两个前台</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>算到课</translation>
    </message>
    <message>
        <source>Counts no more</source>
        <translation>不另算</translation>
    </message>
    <message>
        <source>If nobody decides, {0} counts.</source>
        <translation>放着不管，也按{0}算。</translation>
    </message>
    <message>
        <source>A course</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>place {0} on the waitlist</source>
        <translation>候补第 {0} 位</translation>
    </message>
    <message>
        <source>{0} is full</source>
        <translation>{0}满了</translation>
    </message>
    <message>
        <source>Seats go in the order they reach the centre</source>
        <translation>名额按写入中心的先后给</translation>
    </message>
    <message>
        <source>Seats given</source>
        <translation>名额</translation>
    </message>
    <message>
        <source>All seats</source>
        <translation>全部席位</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>候补</translation>
    </message>
    <message>
        <source>If nobody decides, {0} stays on the waitlist.</source>
        <translation>放着不管，{0}就留在候补。</translation>
    </message>
    <message>
        <source>Two desks changed the {0} of {1}</source>
        <translation>{1}的{0}，两个前台都改了</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不详</translation>
    </message>
    <message>
        <source>{0}: two desks, two answers</source>
        <translation>{0}有两个说法</translation>
    </message>
    <message>
        <source>What the centre has stays until you decide</source>
        <translation>先以中心的为准</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>没采用</translation>
    </message>
    <message>
        <source>If nobody decides, it stays {0}.</source>
        <translation>放着不管，就用“{0}”。</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}、{1}</translation>
    </message>
    <message>
        <source>registered twice?</source>
        <translation>可能登记了两次</translation>
    </message>
    <message>
        <source>{0}: one person?</source>
        <translation>{0}，是同一位吗？</translation>
    </message>
    <message>
        <source>Nobody is merged by itself</source>
        <translation>不会自动合并</translation>
    </message>
    <message>
        <source>Was here first</source>
        <translation>先登记的</translation>
    </message>
    <message>
        <source>Came later</source>
        <translation>后登记的</translation>
    </message>
    <message>
        <source>If nobody decides, both stay on the roster.</source>
        <translation>放着不管，名册里就有两位。</translation>
    </message>
    <message>
        <source>The centre did not allow this: {0}</source>
        <translation>中心没有收下这条{0}</translation>
    </message>
    <message>
        <source>Thirty erased within a day: erase again tomorrow</source>
        <translation>一天内已删除三十人，请明天再删一次</translation>
    </message>
    <message>
        <source>It belongs to another station or desk</source>
        <translation>属于别的站点或前台</translation>
    </message>
    <message>
        <source>The centre could not store this: {0}</source>
        <translation>中心没能存下这条{0}</translation>
    </message>
    <message>
        <source>It is kept on this PC</source>
        <translation>记录还在本机</translation>
    </message>
    <message>
        <source>A newer app knows what this is: {0}</source>
        <translation>新版本才认识这件事（{0}）</translation>
    </message>
    <message>
        <source>Update this app to read it in full</source>
        <translation>更新本程序后可看全</translation>
    </message>
    <message>
        <source>Only on this PC</source>
        <translation>只在本机</translation>
    </message>
    <message>
        <source>Only on another PC</source>
        <translation>只在另一台</translation>
    </message>
    <message>
        <source>If nobody sees to it, the centre goes on without it.</source>
        <translation>放着不管，中心就没有这一条。</translation>
    </message>
    <message>
        <source>Fields: {0}</source>
        <translation>内容：{0}</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Staff decide this</source>
        <translation>请工作人员来定</translation>
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
        <source>required</source>
        <translation>必填</translation>
    </message>
</context>
</TS>
