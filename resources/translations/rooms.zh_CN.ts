<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>BookFields</name>
    <message>
        <source>New booking</source>
        <translation>新预约</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>谁用</translation>
    </message>
    <message>
        <source>Company, name, or last four digits</source>
        <translation>企业、姓名，或手机后四位</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
</context>
<context>
    <name>BookPanel</name>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>seats {0}</source>
        <translation>可坐 {0}</translation>
    </message>
    <message>
        <source>Book {0}</source>
        <translation>约 {0}</translation>
    </message>
    <message>
        <source>Write the time as 14:30.</source>
        <translation>时间请写成 14:30。</translation>
    </message>
    <message>
        <source>The end comes after the start.</source>
        <translation>结束要晚于开始。</translation>
    </message>
    <message>
        <source>A number, for example 12.</source>
        <translation>请填数字，例如 12。</translation>
    </message>
    <message>
        <source>Say for whom: a company or a name.</source>
        <translation>请填谁用：企业或姓名。</translation>
    </message>
</context>
<context>
    <name>ClosureForm</name>
    <message>
        <source>The whole station</source>
        <translation>整个服务站</translation>
    </message>
    <message>
        <source>Bookings made before stay; you are told how many fall into it.</source>
        <translation>已有的预约会保留；会告诉你有几个在这段时间里。</translation>
    </message>
    <message>
        <source>Shut a room</source>
        <translation>停用场地</translation>
    </message>
    <message>
        <source>Shut it</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>What is shut</source>
        <translation>停用哪里</translation>
    </message>
    <message>
        <source>From day</source>
        <translation>从哪天</translation>
    </message>
    <message>
        <source>To day</source>
        <translation>到哪天</translation>
    </message>
    <message>
        <source>this day too</source>
        <translation>含当天</translation>
    </message>
    <message>
        <source>At</source>
        <translation>几点起</translation>
    </message>
    <message>
        <source>empty: all day</source>
        <translation>不填是全天</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到几点</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>shown to who books</source>
        <translation>订的人会看到</translation>
    </message>
    <message>
        <source>Write the day as 2026-12-31.</source>
        <translation>日期写成 2026-12-31。</translation>
    </message>
    <message>
        <source>Write the time as 14:30.</source>
        <translation>时间写成 14:30。</translation>
    </message>
    <message>
        <source>The end comes after the start.</source>
        <translation>结束要晚于开始。</translation>
    </message>
</context>
<context>
    <name>DetailPanel</name>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>Booked by</source>
        <translation>预约人</translation>
    </message>
    <message>
        <source>Held until</source>
        <translation>保留到</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>one of a series</source>
        <translation>固定预约中的一次</translation>
    </message>
    <message>
        <source>Here since</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Staff&apos;s reason</source>
        <translation>破例原因</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>+{0} min</source>
        <translation>延 {0} 分钟</translation>
    </message>
    <message>
        <source>{0} min longer</source>
        <translation>延长 {0} 分钟</translation>
    </message>
    <message>
        <source>They stay all the same</source>
        <translation>仍然延长</translation>
    </message>
    <message>
        <source>Leave early, the rest is free</source>
        <translation>提前离开，其余时间空出</translation>
    </message>
    <message>
        <source>Nobody came: release the room</source>
        <translation>没有人来，释放场地</translation>
    </message>
    <message>
        <source>Cancel booking</source>
        <translation>取消预约</translation>
    </message>
    <message>
        <source>They decline, offer the next</source>
        <translation>不要了，问下一位</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>只这一次</translation>
    </message>
    <message>
        <source>And following</source>
        <translation>这次及以后</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Which of the series</source>
        <translation>哪几次</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Check out early</source>
        <translation>提前离开</translation>
    </message>
</context>
<context>
    <name>DueStrip</name>
    <message>
        <source>{0} {1}: offered, tell them</source>
        <translation>{0} {1}：空出来了，请通知</translation>
    </message>
    <message>
        <source>They take it</source>
        <translation>他们要</translation>
    </message>
    <message>
        <source>held until {0}</source>
        <translation>保留到 {0}</translation>
    </message>
    <message>
        <source>{0} {1}: nobody here yet</source>
        <translation>{0} {1} 还没有人到</translation>
    </message>
    <message>
        <source>They are here</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>{0} {1}: should be over</source>
        <translation>{0} {1} 该结束了</translation>
    </message>
    <message>
        <source>15 min longer</source>
        <translation>延长 15 分钟</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>No rooms yet</source>
        <translation>还没有场地</translation>
    </message>
    <message>
        <source>Staff add it once; then it can be booked here.</source>
        <translation>工作人员添加一次，就能在这里预约。</translation>
    </message>
    <message>
        <source>No room fits</source>
        <translation>没有合适的场地</translation>
    </message>
    <message>
        <source>Ask for one thing less.</source>
        <translation>少选一个条件。</translation>
    </message>
    <message>
        <source>Add a room</source>
        <translation>添加场地</translation>
    </message>
</context>
<context>
    <name>EquipmentField</name>
    <message>
        <source>Equipment</source>
        <translation>设备</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>People at least</source>
        <translation>至少多少人</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>FreeBoard</name>
    <message>
        <source>Free now</source>
        <translation>现在空着</translation>
    </message>
    <message>
        <source>Nothing is free now: see the chips above</source>
        <translation>现在没有空场地，看各场地下面的时间</translation>
    </message>
</context>
<context>
    <name>FreeRoom</name>
    <message>
        <source>Use {0} now</source>
        <translation>现在使用{0}</translation>
    </message>
</context>
<context>
    <name>HoursField</name>
    <message>
        <source>Open</source>
        <translation>开放时间</translation>
    </message>
    <message>
        <source>As 09:00–12:00, 14:00–21:00. Empty: shut that day; all empty: always open.</source>
        <translation>写成 09:00–12:00，14:00–21:00。不填是当天不开；全部不填是一直开放。</translation>
    </message>
    <message>
        <source>Every day as on Monday</source>
        <translation>每天都同周一</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>Write hours as 09:00–21:00, several with a comma, none overlapping.</source>
        <translation>时间写成 09:00–21:00，几段用逗号隔开，不要重叠。</translation>
    </message>
</context>
<context>
    <name>JoinQueue</name>
    <message>
        <source>Or wait for this very time</source>
        <translation>或者就等这个时间</translation>
    </message>
    <message numerus="yes">
        <source>waiting already: %n</source>
        <translation>
            <numerusform>前面已有 %n 位</numerusform>
        </translation>
    </message>
    <message>
        <source>Join the queue</source>
        <translation>排队等候</translation>
    </message>
</context>
<context>
    <name>KeepPanel</name>
    <message>
        <source>Rooms and closures</source>
        <translation>场地和停用</translation>
    </message>
    <message>
        <source>Add a room</source>
        <translation>添加场地</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>Rooms: %n</source>
        <translation>
            <numerusform>场地 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Closures to come: %n</source>
        <translation>
            <numerusform>停用安排 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Shut a room or the station</source>
        <translation>停用场地或整个服务站</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Change {0}</source>
        <translation>修改{0}</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>取消停用</translation>
    </message>
    <message>
        <source>Lift: {0}, {1}</source>
        <translation>取消停用：{0}，{1}</translation>
    </message>
</context>
<context>
    <name>MovePanel</name>
    <message>
        <source>This one</source>
        <translation>只这一次</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>不动</translation>
    </message>
    <message>
        <source>This and all following</source>
        <translation>这次及以后各次</translation>
    </message>
    <message>
        <source>All of the series</source>
        <translation>全部各次</translation>
    </message>
    <message>
        <source>It repeats. Which ones move?</source>
        <translation>这是固定预约，改哪几次？</translation>
    </message>
    <message>
        <source>Move it anyway</source>
        <translation>仍然移到这里</translation>
    </message>
    <message>
        <source>Move them so</source>
        <translation>就这样改</translation>
    </message>
</context>
<context>
    <name>OfferButton</name>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>This works</source>
        <translation>这样就能约上</translation>
    </message>
</context>
<context>
    <name>PageParts</name>
    <message>
        <source>Rooms</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>The next day</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>回到今天</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>一天</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>一周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>一月</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>看什么</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选 人数、设备</translation>
    </message>
    <message>
        <source>Rooms and closures (staff, F8)</source>
        <translation>场地和停用（工作人员，F8）</translation>
    </message>
    <message>
        <source>New booking</source>
        <translation>新预约</translation>
    </message>
    <message>
        <source>Rooms and hours</source>
        <translation>场地和时间</translation>
    </message>
    <message>
        <source>Bookings as a list</source>
        <translation>预约列表</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message numerus="yes">
        <source>Waiting for this time: %n</source>
        <translation>
            <numerusform>等这个时间的：%n 位</numerusform>
        </translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Take {0} out of the queue</source>
        <translation>把{0}移出排队</translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}，从 {1} 开始等</translation>
    </message>
</context>
<context>
    <name>RepeatField</name>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>this day too</source>
        <translation>含这一天</translation>
    </message>
    <message>
        <source>Once</source>
        <translation>不重复</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>Every other week</source>
        <translation>每两周</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Every working day</source>
        <translation>每个工作日</translation>
    </message>
    <message>
        <source>Write the day as 2026-12-31.</source>
        <translation>日期请写成 2026-12-31。</translation>
    </message>
</context>
<context>
    <name>RoomFields</name>
    <message>
        <source>a room of its own</source>
        <translation>独立的场地</translation>
    </message>
    <message>
        <source>the longer of the two</source>
        <translation>两者取长</translation>
    </message>
    <message>
        <source>both, one after the other</source>
        <translation>两者相加</translation>
    </message>
    <message>
        <source>anyone</source>
        <translation>谁都可以</translation>
    </message>
    <message>
        <source>companies only</source>
        <translation>只限企业</translation>
    </message>
    <message>
        <source>staff only</source>
        <translation>只限工作人员</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Between bookings</source>
        <translation>两次预约之间</translation>
    </message>
    <message>
        <source>Who books, and how</source>
        <translation>谁来订，怎么订</translation>
    </message>
    <message>
        <source>Limits, 0: none</source>
        <translation>限制，0 是不限</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>新场地</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Add the room</source>
        <translation>添加场地</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>可坐人数</translation>
    </message>
    <message>
        <source>0: no limit</source>
        <translation>0 是不限</translation>
    </message>
    <message>
        <source>Bookings at once</source>
        <translation>同时几个预约</translation>
    </message>
    <message>
        <source>To set up</source>
        <translation>布置</translation>
    </message>
    <message>
        <source>To clean up</source>
        <translation>打扫</translation>
    </message>
    <message>
        <source>Longest booking</source>
        <translation>一次最长</translation>
    </message>
    <message>
        <source>Ahead at most</source>
        <translation>最多提前</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>A booker&apos;s week</source>
        <translation>每家每周</translation>
    </message>
    <message>
        <source>A booker&apos;s month</source>
        <translation>每家每月</translation>
    </message>
    <message>
        <source>Open bookings</source>
        <translation>未用的预约</translation>
    </message>
    <message>
        <source>a booker</source>
        <translation>每家</translation>
    </message>
    <message>
        <source>Check-in opens</source>
        <translation>可提前签到</translation>
    </message>
    <message>
        <source>min before</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Freed if nobody comes</source>
        <translation>没人来就释放</translation>
    </message>
    <message>
        <source>after min, 0: never</source>
        <translation>几分钟后，0 是不释放</translation>
    </message>
    <message>
        <source>Shared until the seats are taken</source>
        <translation>拼用，坐满为止</translation>
    </message>
    <message>
        <source>Open on public holidays</source>
        <translation>法定节假日也开放</translation>
    </message>
    <message>
        <source>Staff approve each booking</source>
        <translation>每次都要工作人员同意</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>固定设备</translation>
    </message>
    <message>
        <source>as: screen 1, chairs 20</source>
        <translation>如：投影 1，椅子 20</translation>
    </message>
    <message>
        <source>The station&apos;s stock</source>
        <translation>全站共用设备</translation>
    </message>
    <message>
        <source>may be carried to any room</source>
        <translation>可以搬到别的场地</translation>
    </message>
    <message>
        <source>Kept free between two</source>
        <translation>间隔怎么算</translation>
    </message>
    <message>
        <source>Part of</source>
        <translation>属于哪个大场地</translation>
    </message>
    <message>
        <source>Who may book</source>
        <translation>谁可以订</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>都可以</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>随到随用</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>How it is used</source>
        <translation>怎么用</translation>
    </message>
    <message>
        <source>House rules</source>
        <translation>使用须知</translation>
    </message>
    <message>
        <source>shown to who books</source>
        <translation>订的人会看到</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>选照片</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Take back into use</source>
        <translation>恢复使用</translation>
    </message>
    <message>
        <source>Take out of use</source>
        <translation>不再使用</translation>
    </message>
</context>
<context>
    <name>RoomForm</name>
    <message>
        <source>Give it the name on its door.</source>
        <translation>填门牌上的名称。</translation>
    </message>
    <message>
        <source>A number from {0} to {1}.</source>
        <translation>填 {0} 到 {1} 的整数。</translation>
    </message>
    <message>
        <source>Names with how many, as: screen 1, chairs 20.</source>
        <translation>写名称和数量，如：投影 1，椅子 20。</translation>
    </message>
    <message>
        <source>At most {0} characters: shorten it.</source>
        <translation>最多 {0} 个字，请写短些。</translation>
    </message>
</context>
<context>
    <name>RoomPicture</name>
    <message>
        <source>Picture of {0}</source>
        <translation>{0}的照片</translation>
    </message>
</context>
<context>
    <name>RoomWords</name>
    <message>
        <source>Classes and lectures</source>
        <translation>课程与讲座</translation>
    </message>
    <message>
        <source>Bookings</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Repeating</source>
        <translation>固定预约</translation>
    </message>
    <message>
        <source>Walk-ins</source>
        <translation>来访制</translation>
    </message>
    <message>
        <source>move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>longer</source>
        <translation>拉长</translation>
    </message>
    <message>
        <source>book</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>The whole station</source>
        <translation>整个服务站</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Shut</source>
        <translation>不开</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Uses: {0}, {1}%</source>
        <translation>{0} 场，{1}%</translation>
    </message>
    <message>
        <source>{0} seats</source>
        <translation>{0} 人</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Another room</source>
        <translation>换场地</translation>
    </message>
    <message>
        <source>Another hour</source>
        <translation>换时间</translation>
    </message>
    <message>
        <source>Stop, book none</source>
        <translation>停下，都不约</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>能约</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>节假日</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>已占用</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>Not open now</source>
        <translation>现在不开</translation>
    </message>
    <message>
        <source>Free to {0}</source>
        <translation>空闲到 {0}</translation>
    </message>
    <message>
        <source>In use to {0}</source>
        <translation>使用中，到 {0}</translation>
    </message>
    <message>
        <source>another booking</source>
        <translation>另一个预约</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>来访</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>已约</translation>
    </message>
    <message>
        <source>Lesson {0}</source>
        <translation>第 {0} 次课</translation>
    </message>
    <message>
        <source>for {0}</source>
        <translation>{0} 人</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} 位在等</translation>
    </message>
    <message>
        <source>To approve</source>
        <translation>待批准</translation>
    </message>
    <message>
        <source>Tentative</source>
        <translation>暂定</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>等答复</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已到</translation>
    </message>
    <message>
        <source>Not here yet</source>
        <translation>还没到</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>已释放</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Too close to {0}: leave {1} min to set up and clean.</source>
        <translation>离{0}太近，要留 {1} 分钟布置和清洁。</translation>
    </message>
    <message>
        <source>Full at this hour: choose another time or fewer people.</source>
        <translation>这个时间满了，换个时间或少些人。</translation>
    </message>
    <message>
        <source>Taken at this time: choose another time or room.</source>
        <translation>这个时间已经有人用，换个时间或场地。</translation>
    </message>
    <message>
        <source>{0} has it {1}: {2} min in the way.</source>
        <translation>{0} {1} 已经约了，撞 {2} 分钟。</translation>
    </message>
    <message>
        <source>This cannot be booked: check times and numbers.</source>
        <translation>这样约不了，请核对时间和人数。</translation>
    </message>
    <message>
        <source>The room is shut then: {0}. Choose another.</source>
        <translation>这个场地那时停用：{0}。请换一个。</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>没有写原因</translation>
    </message>
    <message>
        <source>Seats {0}, for {1} people: choose a larger room.</source>
        <translation>可坐 {0} 人，来 {1} 人，请换大一点的场地。</translation>
    </message>
    <message>
        <source>{0}: {1} left at this time. Choose another time.</source>
        <translation>{0}：这个时间还剩 {1} 件，请换个时间。</translation>
    </message>
    <message>
        <source>At most {0} here: make it shorter.</source>
        <translation>这里最多约 {0}，请缩短。</translation>
    </message>
    <message>
        <source>Booked at most until {0}: choose a day before.</source>
        <translation>最远约到 {0}，请选更早的日子。</translation>
    </message>
    <message>
        <source>For walk-ins only: use it now, from “Free now”.</source>
        <translation>只限现场使用：在“现在空着”里点一下。</translation>
    </message>
    <message>
        <source>By booking only: choose a time ahead.</source>
        <translation>只限预约：请选以后的时间。</translation>
    </message>
    <message>
        <source>For companies only: name the company.</source>
        <translation>只限企业预约：请填企业名。</translation>
    </message>
    <message>
        <source>Booked by staff only: ask staff.</source>
        <translation>只限工作人员预约：请工作人员来。</translation>
    </message>
    <message>
        <source>They may not book this room: choose another.</source>
        <translation>不能约这个场地，请换一个。</translation>
    </message>
    <message>
        <source>Shut on the public holiday: choose another day.</source>
        <translation>节假日不开，请换一天。</translation>
    </message>
    <message>
        <source>The station is shut: {0}. Choose another day.</source>
        <translation>本站闭馆：{0}。请换一天。</translation>
    </message>
    <message>
        <source>Not open that day: choose another day.</source>
        <translation>那天不开，请换一天。</translation>
    </message>
    <message>
        <source>Open {0}: choose a time within.</source>
        <translation>开放时间 {0}，请在这之内选。</translation>
    </message>
    <message>
        <source>They have {0} bookings ahead, the most allowed here.</source>
        <translation>已有 {0} 个预约，这里最多这么多。请先用完或取消一个。</translation>
    </message>
    <message>
        <source>{0} of {1} used this week: choose another week.</source>
        <translation>本周 {1} 已用 {0}，请换一周。</translation>
    </message>
    <message>
        <source>{0} of {1} used this month: choose another month.</source>
        <translation>本月 {1} 已用 {0}，请换个月。</translation>
    </message>
    <message>
        <source>They may not book for now. Staff can set this aside.</source>
        <translation>暂时不能预约。工作人员可以破例。</translation>
    </message>
    <message>
        <source>The dates run into each other: make each shorter.</source>
        <translation>各次互相重叠，请缩短每一次。</translation>
    </message>
    <message>
        <source>Say until when it repeats.</source>
        <translation>请填重复到哪天。</translation>
    </message>
    <message>
        <source>No date is left: choose other dates or another time.</source>
        <translation>没有能约的日子，请换日期或时间。</translation>
    </message>
    <message>
        <source>{0} min clash</source>
        <translation>撞 {0} 分钟</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>已占用</translation>
    </message>
    <message>
        <source>too close</source>
        <translation>太近</translation>
    </message>
    <message>
        <source>shut</source>
        <translation>不开</translation>
    </message>
    <message>
        <source>too small</source>
        <translation>坐不下</translation>
    </message>
    <message>
        <source>too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>约不了</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>Same time, another room</source>
        <translation>时间不变，换场地</translation>
    </message>
    <message>
        <source>Same time, seats {0}</source>
        <translation>时间不变，可坐 {0} 人</translation>
    </message>
    <message>
        <source>Same room, only {0}</source>
        <translation>同一间，只用 {0}</translation>
    </message>
    <message>
        <source>Same room, {0}</source>
        <translation>同一间，{0}</translation>
    </message>
    <message>
        <source>Same room, {0} earlier</source>
        <translation>同一间，早 {0}</translation>
    </message>
    <message>
        <source>Same room, {0} later</source>
        <translation>同一间，晚 {0}</translation>
    </message>
    <message>
        <source>Too early: from {0} on. Show them where to wait.</source>
        <translation>还早，{0} 起可以进。请先坐一下。</translation>
    </message>
    <message>
        <source>Too early: a little later, please.</source>
        <translation>还早，请稍后再来。</translation>
    </message>
    <message>
        <source>Released, since nobody came in time. If it is free, book it again.</source>
        <translation>过时没人来，已经释放。还空着就重新约。</translation>
    </message>
    <message>
        <source>It is over. Book again if they need more time.</source>
        <translation>已经结束。还要用就重新约。</translation>
    </message>
    <message>
        <source>Nobody has checked in yet.</source>
        <translation>还没有人到。先点“已到”。</translation>
    </message>
    <message>
        <source>They are here already.</source>
        <translation>已经到了。</translation>
    </message>
    <message>
        <source>Not confirmed yet: approve it first.</source>
        <translation>还没批准，请先批准。</translation>
    </message>
    <message>
        <source>{0}, {1} times</source>
        <translation>{0}，共 {1} 次</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>谁用</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>seats {0}</source>
        <translation>可坐 {0} 人</translation>
    </message>
    <message>
        <source>out of use</source>
        <translation>已不再使用</translation>
    </message>
    <message>
        <source>walk-ins only</source>
        <translation>只随到随用</translation>
    </message>
    <message>
        <source>with approval</source>
        <translation>需同意</translation>
    </message>
</context>
<context>
    <name>SeriesPreview</name>
    <message>
        <source>Where it cannot be booked</source>
        <translation>约不上的日子</translation>
    </message>
    <message numerus="yes">
        <source>Dates: %n</source>
        <translation>
            <numerusform>共 %n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>left out: %n</source>
        <translation>
            <numerusform>跳过 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>Rooms and closures</source>
        <translation>场地和停用</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
        <source>Only staff add rooms, change them or shut them.</source>
        <translation>添加、修改、停用场地，要工作人员登录。</translation>
    </message>
</context>
<context>
    <name>StaffField</name>
    <message>
        <source>Staff: set the rule aside</source>
        <translation>工作人员破例</translation>
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
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>kept with the booking</source>
        <translation>和预约一起保存</translation>
    </message>
    <message>
        <source>Give a reason; it is kept.</source>
        <translation>请写原因，会保存下来。</translation>
    </message>
</context>
<context>
    <name>WeekStrip</name>
    <message>
        <source>A week back</source>
        <translation>前一周</translation>
    </message>
    <message>
        <source>A week on</source>
        <translation>后一周</translation>
    </message>
</context>
<context>
    <name>WhoField</name>
    <message numerus="yes">
        <source>People: %n</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到的</translation>
    </message>
</context>
</TS>
