<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CellFoot</name>
    <message>
        <source>clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ClassAside</name>
    <message>
        <source>No lesson today</source>
        <translation>今天没有课</translation>
    </message>
    <message numerus="yes">
        <source>not here yet: %n</source>
        <translation>
            <numerusform>还没到 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Everybody is here</source>
        <translation>都到齐了</translation>
    </message>
    <message numerus="yes">
        <source>Waiting: %n</source>
        <translation>
            <numerusform>候补 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %n seat(s)</source>
        <translation>
            <numerusform>放出 %n 个空位</numerusform>
        </translation>
    </message>
    <message>
        <source>It is past {0}: free seats may go to the queue, in its order.</source>
        <translation>过了 {0}，空位可以按候补顺序放出。</translation>
    </message>
    <message>
        <source>Seats of who is not here may go to the queue from {0}.</source>
        <translation>{0} 起，没到的人的座位可以让给候补。</translation>
    </message>
    <message>
        <source>{0}, seat held until {1}</source>
        <translation>{0}，名额留到 {1}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>What the cells mean</source>
        <translation>格子说明</translation>
    </message>
    <message>
        <source>Queue…</source>
        <translation>候补…</translation>
    </message>
    <message>
        <source>Today and the queue</source>
        <translation>今天和候补</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <source>No lesson yet</source>
        <translation>还没有课</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结课</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>present</source>
        <translation>到</translation>
    </message>
    <message>
        <source>late</source>
        <translation>迟</translation>
    </message>
    <message>
        <source>very late</source>
        <translation>迟很多</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>excused</source>
        <translation>假</translation>
    </message>
    <message>
        <source>made up</source>
        <translation>补</translation>
    </message>
    <message>
        <source>not enrolled yet</source>
        <translation>当时未报名</translation>
    </message>
    <message>
        <source>{0}, lesson {1} on {2}</source>
        <translation>{0}，第 {1} 次课（{2}）</translation>
    </message>
    <message>
        <source>{0}: open</source>
        <translation>{0}：还没到</translation>
    </message>
    <message>
        <source>{0}, %n min</source>
        <translation>{0}到 %n 分钟</translation>
    </message>
    <message>
        <source>{0}, came {1}</source>
        <translation>{0}，{1} 到</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>Held so far {0}, of all lessons {1}, best still {2}</source>
        <translation>已上的课 {0}，全部课次 {1}，最高还能到 {2}</translation>
    </message>
</context>
<context>
    <name>ClassesPage</name>
    <message>
        <source>No course has “{0}” in name, teacher, term or room.</source>
        <translation>没有课程、老师、学期或场地叫“{0}”。</translation>
    </message>
    <message>
        <source>No course yet. Make one, or import a list of courses.</source>
        <translation>还没有课程。新建一门，或导入课表。</translation>
    </message>
    <message>
        <source>Make the first course: press Ctrl N, or import a roster.</source>
        <translation>按 Ctrl N 新建第一门课，或导入名册。</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet: press Ctrl E, or import a roster.</source>
        <translation>还没有人报名。按 Ctrl E 报名，或导入名册。</translation>
    </message>
    <message>
        <source>Every lesson is cancelled.</source>
        <translation>课都停了。</translation>
    </message>
    <message>
        <source>Lecture</source>
        <translation>讲座</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>课程</translation>
    </message>
    <message numerus="yes">
        <source>Learners: %n</source>
        <translation>
            <numerusform>学员 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>here {0} / {1}</source>
        <translation>已到 {0} / {1}</translation>
    </message>
    <message>
        <source>Lesson {0}, today {1}, {2}</source>
        <translation>第 {0} 次课，今天 {1}，{2}</translation>
    </message>
    <message>
        <source>Attendance as a workbook</source>
        <translation>考勤表（Excel）</translation>
    </message>
    <message>
        <source>Attendance as CSV</source>
        <translation>考勤表（CSV）</translation>
    </message>
    <message>
        <source>Attendance to print</source>
        <translation>考勤表（打印）</translation>
    </message>
    <message>
        <source>Sign-in sheet with codes</source>
        <translation>签到表（带码）</translation>
    </message>
    <message>
        <source>Lessons for a calendar</source>
        <translation>课程日历</translation>
    </message>
    <message>
        <source>Certificates earned</source>
        <translation>结业证书</translation>
    </message>
    <message>
        <source>Course settings…</source>
        <translation>课程设置…</translation>
    </message>
    <message>
        <source>Queue…</source>
        <translation>候补…</translation>
    </message>
    <message>
        <source>Copy into another term…</source>
        <translation>复制到另一学期…</translation>
    </message>
    <message>
        <source>Terms and holidays…</source>
        <translation>学期和假日…</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>New course or lecture</source>
        <translation>新课程或讲座</translation>
    </message>
    <message>
        <source>New course or lecture (Ctrl N)</source>
        <translation>新课程或讲座（Ctrl N）</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入名册</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>报名</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Course, pinyin initials, teacher, room</source>
        <translation>课程、拼音首字母、老师、场地</translation>
    </message>
    <message>
        <source>Find a course</source>
        <translation>查找课程</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Attendance</source>
        <translation>考勤</translation>
    </message>
</context>
<context>
    <name>CourseDelegate</name>
    <message>
        <source>of {0} places</source>
        <translation>/ {0} 人</translation>
    </message>
    <message numerus="yes">
        <source>waiting: %n</source>
        <translation>
            <numerusform>候补 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CoursePanel</name>
    <message>
        <source>New course or lecture</source>
        <translation>新课程或讲座</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Lecture</source>
        <translation>讲座</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
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
        <source>First lesson</source>
        <translation>第一次课</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>时长（分钟）</translation>
    </message>
    <message>
        <source>Lessons, one a week</source>
        <translation>次数，每周一次</translation>
    </message>
    <message>
        <source>Further sittings</source>
        <translation>其他场次</translation>
    </message>
    <message>
        <source>On holidays</source>
        <translation>遇到假日</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>名额</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>Teacher or speaker</source>
        <translation>老师或主讲人</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>学期</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Fee note</source>
        <translation>费用说明</translation>
    </message>
    <message>
        <source>What to bring</source>
        <translation>要带什么</translation>
    </message>
    <message>
        <source>Walk-ins welcome while seats are free</source>
        <translation>有空位时欢迎旁听</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Leave out, and add at the end</source>
        <translation>跳过，往后顺延</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Meet all the same</source>
        <translation>照常上课</translation>
    </message>
    <message>
        <source>Meets: {0}</source>
        <translation>上课日期：{0}</translation>
    </message>
    <message>
        <source>Left out as holidays: {0}</source>
        <translation>假日跳过：{0}</translation>
    </message>
    <message>
        <source>The room is taken: {0}</source>
        <translation>场地已被占用：{0}</translation>
    </message>
</context>
<context>
    <name>CourseSettingsPanel</name>
    <message>
        <source>Settings of {0}</source>
        <translation>{0} 的设置</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>名额</translation>
    </message>
    <message>
        <source>more places are offered to the queue</source>
        <translation>增加的名额会给候补</translation>
    </message>
    <message>
        <source>Doors open before the start (min)</source>
        <translation>提前几分钟开放签到</translation>
    </message>
    <message>
        <source>Grace (min)</source>
        <translation>宽限（分钟）</translation>
    </message>
    <message>
        <source>at both ends</source>
        <translation>开放前和下课后</translation>
    </message>
    <message>
        <source>Late after (min)</source>
        <translation>超过几分钟算迟到</translation>
    </message>
    <message>
        <source>Very late after (min)</source>
        <translation>超过几分钟算迟很多</translation>
    </message>
    <message>
        <source>Warn after so many lessons</source>
        <translation>上满几次后提醒</translation>
    </message>
    <message>
        <source>Warn below this rate (%)</source>
        <translation>出勤率低于多少提醒（%）</translation>
    </message>
    <message>
        <source>Certificate from this rate (%)</source>
        <translation>出勤率多少发证书（%）</translation>
    </message>
    <message>
        <source>Outstanding learner up to so many absences</source>
        <translation>缺几次以内可参评优秀学员</translation>
    </message>
    <message>
        <source>A late arrival counts (%)</source>
        <translation>迟到算多少（%）</translation>
    </message>
    <message>
        <source>Release no-show seats after (min)</source>
        <translation>开课几分钟后可放空位</translation>
    </message>
    <message>
        <source>A seat offer holds (min)</source>
        <translation>名额保留（分钟）</translation>
    </message>
    <message>
        <source>No offer so late before a lesson (min)</source>
        <translation>课前几分钟不再递补</translation>
    </message>
    <message>
        <source>Entries to one lesson</source>
        <translation>每次课可进几次</translation>
    </message>
    <message>
        <source>0: no limit</source>
        <translation>0：不限</translation>
    </message>
    <message>
        <source>Entries in a day</source>
        <translation>每天可进几次</translation>
    </message>
    <message>
        <source>Teacher or speaker</source>
        <translation>老师或主讲人</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Fee note</source>
        <translation>费用说明</translation>
    </message>
    <message>
        <source>What to bring</source>
        <translation>要带什么</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Hand-outs</source>
        <translation>讲义</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>学期</translation>
    </message>
    <message>
        <source>Walk-ins welcome while seats are free</source>
        <translation>有空位时欢迎旁听</translation>
    </message>
    <message>
        <source>Every entry of a person counts</source>
        <translation>同一人每次进场都算</translation>
    </message>
    <message>
        <source>Who has left may come back in</source>
        <translation>离开后可再进</translation>
    </message>
    <message>
        <source>Excused lessons count as missed</source>
        <translation>请假算缺课</translation>
    </message>
</context>
<context>
    <name>EnrolPanel</name>
    <message>
        <source>Enrol in {0}</source>
        <translation>报名 {0}</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>报名</translation>
    </message>
    <message>
        <source>Name, pinyin initials, last four digits</source>
        <translation>姓名、拼音首字母、手机后四位</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>stays open for the next</source>
        <translation>报完接着报下一位</translation>
    </message>
    <message>
        <source>People found</source>
        <translation>找到的人</translation>
    </message>
    <message>
        <source>Enrol everybody of the company</source>
        <translation>整个企业都报名</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>all who are registered</source>
        <translation>登记过的都算</translation>
    </message>
    <message>
        <source>Type one more: two characters, initials or four digits</source>
        <translation>再打一个：两个字、首字母或四位数字</translation>
    </message>
    <message>
        <source>Nobody found for “{0}”. Register them at the check-in first (F2).</source>
        <translation>没找到“{0}”。请先在签到页登记（F2）。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>late, counts as present</source>
        <translation>迟到，算到课</translation>
    </message>
    <message>
        <source>excused, not counted</source>
        <translation>请假，不计</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>Lesson {0} of {1}</source>
        <translation>{1} 第 {0} 次课</translation>
    </message>
    <message>
        <source>Make up</source>
        <translation>补课</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>the length stays</source>
        <translation>时长不变</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>场地</translation>
    </message>
    <message>
        <source>Take the cancellation back</source>
        <translation>恢复这次课</translation>
    </message>
    <message>
        <source>Cancel this lesson</source>
        <translation>停这次课</translation>
    </message>
    <message>
        <source>Lessons that were held stay as they are; each change can be taken back.</source>
        <translation>上过的课不受影响；每一步都能撤销。</translation>
    </message>
</context>
<context>
    <name>LessonStrip</name>
    <message>
        <source>L</source>
        <translation>迟</translation>
    </message>
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
</context>
<context>
    <name>MatrixModel</name>
    <message>
        <source>Rate</source>
        <translation>出勤率</translation>
    </message>
</context>
<context>
    <name>MatrixView</name>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>TermsPanel</name>
    <message>
        <source>Terms and holidays</source>
        <translation>学期和假日</translation>
    </message>
    <message>
        <source>Set this day</source>
        <translation>保存这一天</translation>
    </message>
    <message>
        <source>New term</source>
        <translation>新学期</translation>
    </message>
    <message>
        <source>for example: autumn 2026</source>
        <translation>例如 2026 秋季班</translation>
    </message>
    <message>
        <source>Add the term</source>
        <translation>添加学期</translation>
    </message>
    <message>
        <source>Days that are not as their weekday, in</source>
        <translation>与平常不同的日子，年份</translation>
    </message>
    <message>
        <source>Holidays and make-up workdays</source>
        <translation>假日和调休上班日</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>是</translation>
    </message>
    <message>
        <source>a holiday</source>
        <translation>假日</translation>
    </message>
    <message>
        <source>a make-up workday</source>
        <translation>调休上班日</translation>
    </message>
    <message>
        <source>a day like others</source>
        <translation>平常日</translation>
    </message>
    <message>
        <source>Name of the day</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>开始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>结束日</translation>
    </message>
    <message>
        <source>No term yet.</source>
        <translation>还没有学期。</translation>
    </message>
    <message>
        <source>holiday</source>
        <translation>假日</translation>
    </message>
    <message>
        <source>make-up workday</source>
        <translation>调休上班</translation>
    </message>
    <message>
        <source>New Year&apos;s Day</source>
        <translation>元旦</translation>
    </message>
    <message>
        <source>Spring Festival</source>
        <translation>春节</translation>
    </message>
    <message>
        <source>Tomb-sweeping Day</source>
        <translation>清明节</translation>
    </message>
    <message>
        <source>Labour Day</source>
        <translation>劳动节</translation>
    </message>
    <message>
        <source>Dragon Boat Festival</source>
        <translation>端午节</translation>
    </message>
    <message>
        <source>Mid-autumn Festival</source>
        <translation>中秋节</translation>
    </message>
    <message>
        <source>National Day</source>
        <translation>国庆节</translation>
    </message>
</context>
</TS>
