<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
<name>METST</name>
<message><source>10 minutes</source><translation>10 分钟</translation></message>
<message><source>20 minutes</source><translation>20 分钟</translation></message>
<message><source>30 minutes</source><translation>30 分钟</translation></message>
<message><source>60 minutes</source><translation>60 分钟</translation></message>
<message><source>A shuffle that can be repeated</source><translation>可重现的随机顺序</translation></message>
<message><source>About METST</source><translation>关于 METST</translation></message>
<message><source>Accept</source><translation>接受</translation></message>
<message><source>Accept as anger</source><translation>接受为愤怒</translation></message>
<message><source>Accept as disgust</source><translation>接受为厌恶</translation></message>
<message><source>Accept as fear</source><translation>接受为恐惧</translation></message>
<message><source>Accept as happy</source><translation>接受为高兴</translation></message>
<message><source>Accept as others</source><translation>接受为其他</translation></message>
<message><source>Accept as sad</source><translation>接受为悲伤</translation></message>
<message><source>Accept as surprise</source><translation>接受为惊讶</translation></message>
<message><source>Accept the proposal and go to the next</source><translation>接受该候选并转到下一个</translation></message>
<message><source>Accept with emotion</source><translation>接受并指定情绪</translation></message>
<message><source>Accept, no emotion inferred</source><translation>接受，不推断情绪</translation></message>
<message><source>Accepted</source><translation>已接受</translation></message>
<message><source>Action units…</source><translation>动作单元…</translation></message>
<message><source>Add annotator…</source><translation>添加标注者…</translation></message>
<message><source>Add the annotations of a label file</source><translation>加入标签文件中的标注</translation></message>
<message><source>Add video to project…</source><translation>向项目添加视频…</translation></message>
<message><source>Adjudicate…</source><translation>裁定…</translation></message>
<message><source>Agreement…</source><translation>一致性…</translation></message>
<message><source>All the time it takes</source><translation>不限时间</translation></message>
<message><source>Analyse the video again; verdicts stay</source><translation>重新分析视频；判定保留</translation></message>
<message><source>Analyse with the training-free spotter</source><translation>用免训练检测器分析</translation></message>
<message><source>Analysis</source><translation>分析</translation></message>
<message><source>Anchored</source><translation>锚定</translation></message>
<message><source>Annotators</source><translation>标注者</translation></message>
<message><source>Artefact from or to here</source><translation>伪迹从此开始或到此结束</translation></message>
<message><source>As in the paper</source><translation>与论文一致</translation></message>
<message><source>As released: recognition decides</source><translation>与发布代码一致：由识别决定</translation></message>
<message><source>As released: spotting decides</source><translation>与发布代码一致：由检测决定</translation></message>
<message><source>As the system</source><translation>跟随系统</translation></message>
<message><source>Back 10 frames</source><translation>后退 10 帧</translation></message>
<message><source>Back one second</source><translation>后退一秒</translation></message>
<message><source>Bounds</source><translation>边界</translation></message>
<message><source>Bounds at half height around each peak</source><translation>边界取每个峰的半高处</translation></message>
<message><source>Bounds by the rule of BoostingVRME</source><translation>按 BoostingVRME 的规则确定边界</translation></message>
<message><source>Bounds by the rule of the ME-TST paper</source><translation>按 ME-TST 论文的规则确定边界</translation></message>
<message><source>Bounds of usual length around each peak</source><translation>以每个峰为中心取常见长度的边界</translation></message>
<message><source>Burn the frame number in</source><translation>把帧号写入画面</translation></message>
<message><source>Burn the frame numbers in</source><translation>把帧号写入画面</translation></message>
<message><source>Cancel analysis</source><translation>取消分析</translation></message>
<message><source>Change annotator…</source><translation>切换标注者…</translation></message>
<message><source>Change keys…</source><translation>修改按键…</translation></message>
<message><source>Change loop range</source><translation>切换循环范围</translation></message>
<message><source>Choose model…</source><translation>选择模型…</translation></message>
<message><source>Choose the spotting model of the next analysis</source><translation>选择下次分析所用的检测模型</translation></message>
<message><source>Clip of the item…</source><translation>条目片段…</translation></message>
<message><source>Clip with frame numbers…</source><translation>带帧号的片段…</translation></message>
<message><source>Close METST; everything is saved already</source><translation>关闭 METST；一切均已保存</translation></message>
<message><source>Compare with labels…</source><translation>与标签比较…</translation></message>
<message><source>Compare with the onset</source><translation>与起始帧比较</translation></message>
<message><source>Contact sheet…</source><translation>缩略总览…</translation></message>
<message><source>Count the span under the playhead again</source><translation>重新计入播放头所在的区段</translation></message>
<message><source>Cut the selected annotation in two before this frame</source><translation>在此帧之前把所选标注一分为二</translation></message>
<message><source>Dark</source><translation>深色</translation></message>
<message><source>Decide where two annotators differ</source><translation>对两位标注者的分歧作出决定</translation></message>
<message><source>Decoder</source><translation>解码器</translation></message>
<message><source>Delete annotation</source><translation>删除标注</translation></message>
<message><source>Delete the selected annotation</source><translation>删除所选标注</translation></message>
<message><source>Disputed first</source><translation>分歧优先</translation></message>
<message><source>Drop the selection or the unfinished annotation</source><translation>取消选择或丢弃未完成的标注</translation></message>
<message><source>Edit</source><translation>编辑</translation></message>
<message><source>Emotion</source><translation>情绪</translation></message>
<message><source>Emotion: anger</source><translation>情绪：愤怒</translation></message>
<message><source>Emotion: disgust</source><translation>情绪：厌恶</translation></message>
<message><source>Emotion: fear</source><translation>情绪：恐惧</translation></message>
<message><source>Emotion: happy</source><translation>情绪：高兴</translation></message>
<message><source>Emotion: negative</source><translation>情绪：消极</translation></message>
<message><source>Emotion: others</source><translation>情绪：其他</translation></message>
<message><source>Emotion: positive</source><translation>情绪：积极</translation></message>
<message><source>Emotion: sad</source><translation>情绪：悲伤</translation></message>
<message><source>Emotion: surprise</source><translation>情绪：惊讶</translation></message>
<message><source>End blind work; the journal tells of it</source><translation>结束盲标；操作日志会记录此事</translation></message>
<message><source>English</source><translation>English</translation></message>
<message><source>Evaluate the runs of this project against a layer</source><translation>对照一个标注层评估本项目的分析结果</translation></message>
<message><source>Export annotations…</source><translation>导出标注…</translation></message>
<message><source>Faster</source><translation>加快</translation></message>
<message><source>Fewer proposals: the threshold up by 0.01</source><translation>减少候选：阈值上调 0.01</translation></message>
<message><source>File</source><translation>文件</translation></message>
<message><source>Follow the face</source><translation>跟随人脸</translation></message>
<message><source>Follow the light or dark setting of the system</source><translation>跟随系统的浅色或深色设置</translation></message>
<message><source>Forward 10 frames</source><translation>前进 10 帧</translation></message>
<message><source>Forward one second</source><translation>前进一秒</translation></message>
<message><source>Frame rate of images…</source><translation>图像帧率…</translation></message>
<message><source>Give actions other keys</source><translation>为操作指定其他按键</translation></message>
<message><source>Go back one frame</source><translation>后退一帧</translation></message>
<message><source>Go back one second</source><translation>后退一秒</translation></message>
<message><source>Go back ten frames</source><translation>后退十帧</translation></message>
<message><source>Go on one frame</source><translation>前进一帧</translation></message>
<message><source>Go on one second</source><translation>前进一秒</translation></message>
<message><source>Go on ten frames</source><translation>前进十帧</translation></message>
<message><source>Go to a frame number or a time</source><translation>转到某个帧号或时间</translation></message>
<message><source>Go to apex</source><translation>转到顶点帧</translation></message>
<message><source>Go to offset</source><translation>转到结束帧</translation></message>
<message><source>Go to onset</source><translation>转到起始帧</translation></message>
<message><source>Go to the item before this one, decided or not</source><translation>转到前一个条目，无论是否已判定</translation></message>
<message><source>Go to the item without a verdict before this one</source><translation>转到前一个未判定的条目</translation></message>
<message><source>Go to the next item of the queue without a verdict</source><translation>转到队列中下一个未判定的条目</translation></message>
<message><source>Go to the next item of the queue, decided or not</source><translation>转到队列中下一个条目，无论是否已判定</translation></message>
<message><source>Go to…</source><translation>转到…</translation></message>
<message><source>Guided by the curve</source><translation>由曲线引导</translation></message>
<message><source>Half maximum</source><translation>半高</translation></message>
<message><source>Handle back 1 frame</source><translation>控制点后退 1 帧</translation></message>
<message><source>Handle back 5 frames</source><translation>控制点后退 5 帧</translation></message>
<message><source>Handle on 1 frame</source><translation>控制点前进 1 帧</translation></message>
<message><source>Handle on 5 frames</source><translation>控制点前进 5 帧</translation></message>
<message><source>Hear the sound at 1x; needs the optional package miniaudio</source><translation>以 1x 播放声音；需要可选软件包 miniaudio</translation></message>
<message><source>Help</source><translation>帮助</translation></message>
<message><source>Highest above the threshold first, less what is doubtful</source><translation>超出阈值最多者优先，存疑部分扣减</translation></message>
<message><source>Highest first</source><translation>最高优先</translation></message>
<message><source>Import labels…</source><translation>导入标签…</translation></message>
<message><source>In order of time</source><translation>按时间顺序</translation></message>
<message><source>Keep the face in the middle of the picture</source><translation>使人脸保持在画面中央</translation></message>
<message><source>Keep this project in a file of your choice</source><translation>把本项目保存到您选择的文件</translation></message>
<message><source>Keys</source><translation>按键</translation></message>
<message><source>Landmarks, regions, motion since the onset, then nothing</source><translation>依次显示特征点、区域、自起始帧以来的运动，然后不显示</translation></message>
<message><source>Language</source><translation>语言</translation></message>
<message><source>Least sure first</source><translation>最不确定优先</translation></message>
<message><source>Leave a span out of mean, maximum and threshold</source><translation>把一个区段排除在均值、最大值和阈值之外</translation></message>
<message><source>Led by recognition</source><translation>识别主导</translation></message>
<message><source>Led by spotting</source><translation>检测主导</translation></message>
<message><source>Let another annotator work, blind if they like</source><translation>让另一位标注者工作，可选盲标</translation></message>
<message><source>Light</source><translation>浅色</translation></message>
<message><source>Loop in slow motion</source><translation>慢动作循环</translation></message>
<message><source>Loop the item at 1/4 speed</source><translation>以 1/4 速度循环该条目</translation></message>
<message><source>Loop the item with context, around onset, around apex, the item alone, or nothing</source><translation>依次循环：条目及前后文、起始帧附近、顶点帧附近、仅条目、不循环</translation></message>
<message><source>Lower the threshold</source><translation>降低阈值</translation></message>
<message><source>Make a project of frames and labels, the labels a layer</source><translation>用帧和标签建立项目，标签成为一个标注层</translation></message>
<message><source>Make the selected annotation and the next one in time one</source><translation>把所选标注与时间上的下一个标注合并</translation></message>
<message><source>Menus by keyboard</source><translation>用键盘操作菜单</translation></message>
<message><source>Merge with the next</source><translation>与下一个合并</translation></message>
<message><source>Messages</source><translation>消息</translation></message>
<message><source>Micro or macro by hand</source><translation>手动设定微表情或宏表情</translation></message>
<message><source>Mine</source><translation>我的</translation></message>
<message><source>More over the picture</source><translation>画面叠加内容</translation></message>
<message><source>More proposals: the threshold down by 0.01</source><translation>增加候选：阈值下调 0.01</translation></message>
<message><source>Move the active handle back 5 frames</source><translation>把当前控制点后移 5 帧</translation></message>
<message><source>Move the active handle back one frame</source><translation>把当前控制点后移一帧</translation></message>
<message><source>Move the active handle on 5 frames</source><translation>把当前控制点前移 5 帧</translation></message>
<message><source>Move the active handle on one frame</source><translation>把当前控制点前移一帧</translation></message>
<message><source>Move the view back</source><translation>视图后移</translation></message>
<message><source>Move the view on</source><translation>视图前移</translation></message>
<message><source>Near</source><translation>临界</translation></message>
<message><source>Nearest to the threshold first</source><translation>最接近阈值者优先</translation></message>
<message><source>Neutral candidates go where the face moves much</source><translation>中性候选在面部运动大的地方被剔除</translation></message>
<message><source>Next frame</source><translation>下一帧</translation></message>
<message><source>Next item</source><translation>下一个条目</translation></message>
<message><source>Next open item</source><translation>下一个未判定条目</translation></message>
<message><source>Next video of project</source><translation>项目的下一个视频</translation></message>
<message><source>No artefact here</source><translation>此处不是伪迹</translation></message>
<message><source>No emotion inferred</source><translation>不推断情绪</translation></message>
<message><source>None</source><translation>无</translation></message>
<message><source>Note…</source><translation>备注…</translation></message>
<message><source>On arriving at a proposal</source><translation>到达候选时</translation></message>
<message><source>Once at 1×, then slow</source><translation>先 1× 播放一次，再慢放</translation></message>
<message><source>One step down the speed ladder</source><translation>速度降低一级</translation></message>
<message><source>One step up the speed ladder</source><translation>速度提高一级</translation></message>
<message><source>Onset and this frame (or apex) in turn; hold, or press</source><translation>交替显示起始帧与当前帧（或顶点帧）；按住或按一下</translation></message>
<message><source>Open</source><translation>未判定</translation></message>
<message><source>Open a METST project with its video</source><translation>打开 METST 项目及其视频</translation></message>
<message><source>Open a folder of images as a video</source><translation>把图像文件夹作为视频打开</translation></message>
<message><source>Open a synthetic clip with known movements, to try METST</source><translation>打开含已知动作的合成片段，试用 METST</translation></message>
<message><source>Open a video file</source><translation>打开视频文件</translation></message>
<message><source>Open dataset folder…</source><translation>打开数据集文件夹…</translation></message>
<message><source>Open demo clip</source><translation>打开演示片段</translation></message>
<message><source>Open folder of images…</source><translation>打开图像文件夹…</translation></message>
<message><source>Open project…</source><translation>打开项目…</translation></message>
<message><source>Open the menu bar; the arrow keys go through it</source><translation>打开菜单栏；用方向键移动</translation></message>
<message><source>Open video…</source><translation>打开视频…</translation></message>
<message><source>Order of the queue</source><translation>队列顺序</translation></message>
<message><source>Order the queue by onset</source><translation>按起始帧排列队列</translation></message>
<message><source>Override the computed kind, or take the override back</source><translation>覆盖计算出的类型，或撤回覆盖</translation></message>
<message><source>Play</source><translation>播放</translation></message>
<message><source>Play backward</source><translation>倒放</translation></message>
<message><source>Play backward at 1/4 speed</source><translation>以 1/4 速度倒放</translation></message>
<message><source>Play backward slowly</source><translation>慢速倒放</translation></message>
<message><source>Play backward; again doubles the speed; with K held: one frame back</source><translation>倒放；再按速度加倍；按住 K 时：后退一帧</translation></message>
<message><source>Play forward</source><translation>正放</translation></message>
<message><source>Play forward at 1/4 speed</source><translation>以 1/4 速度正放</translation></message>
<message><source>Play forward slowly</source><translation>慢速正放</translation></message>
<message><source>Play forward; again doubles the speed; with K held: one frame on</source><translation>正放；再按速度加倍；按住 K 时：前进一帧</translation></message>
<message><source>Play or pause</source><translation>播放或暂停</translation></message>
<message><source>Play or pause; plays the loop range when one is set</source><translation>播放或暂停；设有循环范围时播放该范围</translation></message>
<message><source>Play the item once at full speed, then loop it at 1/4 speed</source><translation>以正常速度播放条目一次，再以 1/4 速度循环</translation></message>
<message><source>Previous frame</source><translation>上一帧</translation></message>
<message><source>Previous item</source><translation>上一个条目</translation></message>
<message><source>Previous open item</source><translation>上一个未判定条目</translation></message>
<message><source>Previous video of project</source><translation>项目的上一个视频</translation></message>
<message><source>Put another video into this project</source><translation>把另一个视频加入本项目</translation></message>
<message><source>Put the apex on this frame</source><translation>把顶点帧设在此帧</translation></message>
<message><source>Put the offset on this frame</source><translation>把结束帧设在此帧</translation></message>
<message><source>Put the onset on this frame</source><translation>把起始帧设在此帧</translation></message>
<message><source>Put the proposal off to the end of the queue and go to the next</source><translation>把该候选移到队尾并转到下一个</translation></message>
<message><source>Quit</source><translation>退出</translation></message>
<message><source>Raise the threshold</source><translation>提高阈值</translation></message>
<message><source>Random audit</source><translation>随机抽查</translation></message>
<message><source>Recognition rejects nothing</source><translation>识别不剔除任何候选</translation></message>
<message><source>Redo</source><translation>重做</translation></message>
<message><source>Reject</source><translation>拒绝</translation></message>
<message><source>Reject the proposal and go to the next</source><translation>拒绝该候选并转到下一个</translation></message>
<message><source>Reject with a reason of one letter</source><translation>拒绝并用一个字母给出理由</translation></message>
<message><source>Reject, because…</source><translation>拒绝，因为…</translation></message>
<message><source>Rejected</source><translation>已拒绝</translation></message>
<message><source>Repeat the edit that was taken back</source><translation>重做被撤销的编辑</translation></message>
<message><source>Reveal…</source><translation>揭盲…</translation></message>
<message><source>Review</source><translation>审阅</translation></message>
<message><source>Save pictures</source><translation>保存画面</translation></message>
<message><source>Save project as…</source><translation>项目另存为…</translation></message>
<message><source>Say how many images of a folder are one second</source><translation>指定文件夹中多少张图像为一秒</translation></message>
<message><source>Say that no emotion can be inferred here</source><translation>声明此处无法推断情绪</translation></message>
<message><source>Say that no emotion can be inferred, accept and go to the next proposal</source><translation>声明无法推断情绪，接受并转到下一个候选</translation></message>
<message><source>Say who works now; each has an own layer</source><translation>指定当前由谁标注；每人有自己的标注层</translation></message>
<message><source>Say why the model proposes nothing at this frame</source><translation>说明模型为何在此帧没有给出候选</translation></message>
<message><source>Select nothing</source><translation>取消选择</translation></message>
<message><source>Set apex here</source><translation>顶点帧设在此处</translation></message>
<message><source>Set offset here</source><translation>结束帧设在此处</translation></message>
<message><source>Set onset here</source><translation>起始帧设在此处</translation></message>
<message><source>Set the emotion “anger”</source><translation>设定情绪“愤怒”</translation></message>
<message><source>Set the emotion “anger”, accept and go to the next proposal</source><translation>设定情绪“愤怒”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “disgust”</source><translation>设定情绪“厌恶”</translation></message>
<message><source>Set the emotion “disgust”, accept and go to the next proposal</source><translation>设定情绪“厌恶”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “fear”</source><translation>设定情绪“恐惧”</translation></message>
<message><source>Set the emotion “fear”, accept and go to the next proposal</source><translation>设定情绪“恐惧”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “happy”</source><translation>设定情绪“高兴”</translation></message>
<message><source>Set the emotion “happy”, accept and go to the next proposal</source><translation>设定情绪“高兴”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “negative”</source><translation>设定情绪“消极”</translation></message>
<message><source>Set the emotion “others”</source><translation>设定情绪“其他”</translation></message>
<message><source>Set the emotion “others”, accept and go to the next proposal</source><translation>设定情绪“其他”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “positive”</source><translation>设定情绪“积极”</translation></message>
<message><source>Set the emotion “sad”</source><translation>设定情绪“悲伤”</translation></message>
<message><source>Set the emotion “sad”, accept and go to the next proposal</source><translation>设定情绪“悲伤”，接受并转到下一个候选</translation></message>
<message><source>Set the emotion “surprise”</source><translation>设定情绪“惊讶”</translation></message>
<message><source>Set the emotion “surprise”, accept and go to the next proposal</source><translation>设定情绪“惊讶”，接受并转到下一个候选</translation></message>
<message><source>Show earlier curves; the playhead stays</source><translation>显示更早的曲线；播放头不动</translation></message>
<message><source>Show every key</source><translation>显示所有按键</translation></message>
<message><source>Show every open item</source><translation>显示所有未判定条目</translation></message>
<message><source>Show how far two annotators agree</source><translation>显示两位标注者的一致程度</translation></message>
<message><source>Show in the queue</source><translation>在队列中显示</translation></message>
<message><source>Show later curves; the playhead stays</source><translation>显示更晚的曲线；播放头不动</translation></message>
<message><source>Show less of the time axis, around the playhead</source><translation>以播放头为中心显示更短的时间范围</translation></message>
<message><source>Show more of the time axis, around the playhead</source><translation>以播放头为中心显示更长的时间范围</translation></message>
<message><source>Show or hide what is accepted</source><translation>显示或隐藏已接受的条目</translation></message>
<message><source>Show or hide what is mine</source><translation>显示或隐藏我的条目</translation></message>
<message><source>Show or hide what is near</source><translation>显示或隐藏临界候选</translation></message>
<message><source>Show or hide what is open</source><translation>显示或隐藏未判定的条目</translation></message>
<message><source>Show or hide what is rejected</source><translation>显示或隐藏已拒绝的条目</translation></message>
<message><source>Show or hide what is unsure</source><translation>显示或隐藏不确定的条目</translation></message>
<message><source>Show the apex and make it the active handle</source><translation>显示顶点帧并使其成为当前控制点</translation></message>
<message><source>Show the last messages, and where the log file lies</source><translation>显示最近的消息以及程序日志的位置</translation></message>
<message><source>Show the next video of this project</source><translation>显示本项目的下一个视频</translation></message>
<message><source>Show the offset and make it the active handle</source><translation>显示结束帧并使其成为当前控制点</translation></message>
<message><source>Show the onset and make it the active handle</source><translation>显示起始帧并使其成为当前控制点</translation></message>
<message><source>Show the open items you get through in 10 minutes</source><translation>显示您在 10 分钟内能完成的未判定条目</translation></message>
<message><source>Show the open items you get through in 20 minutes</source><translation>显示您在 20 分钟内能完成的未判定条目</translation></message>
<message><source>Show the open items you get through in 30 minutes</source><translation>显示您在 30 分钟内能完成的未判定条目</translation></message>
<message><source>Show the open items you get through in 60 minutes</source><translation>显示您在 60 分钟内能完成的未判定条目</translation></message>
<message><source>Show the previous video of this project</source><translation>显示本项目的上一个视频</translation></message>
<message><source>Show the selected item with its surroundings</source><translation>显示所选条目及其前后文</translation></message>
<message><source>Show the whole video on the time axis</source><translation>在时间轴上显示整个视频</translation></message>
<message><source>Show whole video</source><translation>显示整个视频</translation></message>
<message><source>Slower</source><translation>减慢</translation></message>
<message><source>Sound on or off</source><translation>声音开或关</translation></message>
<message><source>Split here</source><translation>在此分割</translation></message>
<message><source>Start analysis again</source><translation>重新分析</translation></message>
<message><source>Stay on the onset</source><translation>停在起始帧</translation></message>
<message><source>Stay paused on the onset</source><translation>暂停并停在起始帧</translation></message>
<message><source>Stop</source><translation>停止</translation></message>
<message><source>Stop the analysis; verdicts stay</source><translation>停止分析；判定保留</translation></message>
<message><source>Stop; press again to return to normal speed</source><translation>停止；再按恢复正常速度</translation></message>
<message><source>Synergy</source><translation>协同</translation></message>
<message><source>Take the last edit back</source><translation>撤销上一次编辑</translation></message>
<message><source>The language changes when METST is started again.</source><translation>语言将在 METST 下次启动时更改。</translation></message>
<message><source>Theme</source><translation>主题</translation></message>
<message><source>This frame with its number…</source><translation>当前帧，带帧号…</translation></message>
<message><source>This frame…</source><translation>当前帧…</translation></message>
<message><source>Time for this review</source><translation>本次审阅的时间</translation></message>
<message><source>Twelve looping clips a page, to reject many at once</source><translation>每页十二个循环片段，可一次拒绝多个</translation></message>
<message><source>Type a note</source><translation>输入备注</translation></message>
<message><source>Type action units, for example 4 12L 7B</source><translation>输入动作单元，例如 4 12L 7B</translation></message>
<message><source>Undo</source><translation>撤销</translation></message>
<message><source>Unsure</source><translation>不确定</translation></message>
<message><source>Use English</source><translation>使用英文</translation></message>
<message><source>Use Simplified Chinese</source><translation>使用简体中文</translation></message>
<message><source>Use classical spotter</source><translation>使用经典检测器</translation></message>
<message><source>Use dark colours</source><translation>使用深色</translation></message>
<message><source>Use light colours</source><translation>使用浅色</translation></message>
<message><source>Use the language of the system</source><translation>使用系统语言</translation></message>
<message><source>View</source><translation>视图</translation></message>
<message><source>What METST does, what it does not do, and its error rates</source><translation>METST 能做什么、不做什么，以及其错误率</translation></message>
<message><source>What only one of two models finds first</source><translation>仅被两个模型之一发现者优先</translation></message>
<message><source>Which part of the face moved, blinks, the score without a region</source><translation>面部哪个区域在动、眨眼、去掉某区域后的得分</translation></message>
<message><source>Why</source><translation>原因</translation></message>
<message><source>Why not here?</source><translation>此处为何没有候选？</translation></message>
<message><source>Write report…</source><translation>写出报告…</translation></message>
<message><source>Write the annotations to a label file of any format</source><translation>把标注写入任意格式的标签文件</translation></message>
<message><source>Write the frame shown, read anew from the original</source><translation>写出当前显示的帧，从原始文件重新读取</translation></message>
<message><source>Write the item with its context, without sound</source><translation>写出条目及其前后文，不含声音</translation></message>
<message><source>Write the whole project as one HTML file with its head hash</source><translation>把整个项目写成一个 HTML 文件，附末行哈希</translation></message>
<message><source>Zoom in</source><translation>放大</translation></message>
<message><source>Zoom out</source><translation>缩小</translation></message>
<message><source>Zoom to item</source><translation>缩放到条目</translation></message>
<message><source>简体中文</source><translation>简体中文</translation></message>
</context>
<context>
<name>engine</name>
<message><source>--face must be a number from 1 on, or a point like 640,300; not “{0}”.</source><translation type="unfinished"></translation></message>
<message><source>--k must be an even number of at least 4, not {0}.</source><translation type="unfinished"></translation></message>
<message><source>--k-p must be at least 1, not {0}.</source><translation type="unfinished"></translation></message>
<message><source>--out must end in .safetensors.</source><translation type="unfinished"></translation></message>
<message><source>--threshold must lie in [0, 1], not {0}.</source><translation type="unfinished"></translation></message>
<message><source>A further column cannot be called “{0}”; rename it.</source><translation type="unfinished"></translation></message>
<message><source>A sheet holds {0} rows and there are {1}; write several files.</source><translation type="unfinished"></translation></message>
<message><source>A window needs {0} frames, but {1} came: report this as a fault.</source><translation type="unfinished"></translation></message>
<message><source>At {0} frames a second milliseconds cannot tell frames apart; use CSV, JSON or xlsx.</source><translation type="unfinished"></translation></message>
<message><source>FirstF of {0} is “{1}”, no frame number of the camera; correct it.</source><translation type="unfinished"></translation></message>
<message><source>Frame {0} is damaged in the original: it cannot be exported.</source><translation type="unfinished"></translation></message>
<message><source>Give at least one subject, 1 to 26 videos of at least 50 frames.</source><translation type="unfinished"></translation></message>
<message><source>LastF of {0} is “{1}”, no frame number of the camera; correct it.</source><translation type="unfinished"></translation></message>
<message><source>Learning needs at least {0} accepted and {1} rejected proposals; review some more first.</source><translation type="unfinished"></translation></message>
<message><source>Leave-one-subject-out needs at least two subjects; add videos of another one.</source><translation type="unfinished"></translation></message>
<message><source>Loaders read {0} rows of SMIC-E and there are {1}; write several files.</source><translation type="unfinished"></translation></message>
<message><source>No CUDA device can be used here; choose the device auto or cpu.</source><translation type="unfinished"></translation></message>
<message><source>No annotation is of that subject and video; check --subject and --video.</source><translation type="unfinished"></translation></message>
<message><source>No face was found in the portrait “{0}”; choose another picture.</source><translation type="unfinished"></translation></message>
<message><source>No window holds a micro-expression; check the frame numbers of the label table.</source><translation type="unfinished"></translation></message>
<message><source>None of the {0} images in “{1}” can be decoded: copy them again.</source><translation type="unfinished"></translation></message>
<message><source>Record {0} has a frame index beyond 2,147,483,647; correct it.</source><translation type="unfinished"></translation></message>
<message><source>Record {0} holds a text of more than {1} characters; shorten it.</source><translation type="unfinished"></translation></message>
<message><source>The IoU threshold is {0}; give one above 0 and up to 1.</source><translation type="unfinished"></translation></message>
<message><source>The bundled face model “{0}” cannot be loaded: reinstall METST.</source><translation type="unfinished"></translation></message>
<message><source>The checkpoint “{0}” cannot be read ({1}).</source><translation type="unfinished"></translation></message>
<message><source>The checkpoint “{0}” does not exist; check the path.</source><translation type="unfinished"></translation></message>
<message><source>The colours of “{0}” ({1}) cannot be converted: convert it to H.264 MP4.</source><translation type="unfinished"></translation></message>
<message><source>The column name “{0}…” is too long; shorten it.</source><translation type="unfinished"></translation></message>
<message><source>The demo clip cannot be stored in “{0}” ({1}); make that folder writable.</source><translation type="unfinished"></translation></message>
<message><source>The demo clip cannot be written to “{0}” ({1}); free some space.</source><translation type="unfinished"></translation></message>
<message><source>The dlib landmarks need a file that is not here ({0}): install the Debian package libdlib-data or choose the face-mesh landmarks; note that the file was trained on iBUG 300-W, whose licence excludes commercial use.</source><translation type="unfinished"></translation></message>
<message><source>The dlib landmarks need the package dlib-bin: run “pip install metst[dlib]”, or choose the face-mesh landmarks.</source><translation type="unfinished"></translation></message>
<message><source>The frame rate must be a number above 0, such as 30 or 200.</source><translation type="unfinished"></translation></message>
<message><source>The frame rate of an image folder must be a number above 0, such as 30 or 200.</source><translation type="unfinished"></translation></message>
<message><source>The frames of “{0}” cannot be told apart: convert it to H.264 MP4 and open that.</source><translation type="unfinished"></translation></message>
<message><source>The images of “{0}” are gone: check the drive and open the folder again.</source><translation type="unfinished"></translation></message>
<message><source>The label table names no micro-expression; choose another one.</source><translation type="unfinished"></translation></message>
<message><source>The model card “{0}” belongs to other weights; put the right one beside them.</source><translation type="unfinished"></translation></message>
<message><source>The model card “{0}” cannot be read; correct or remove it.</source><translation type="unfinished"></translation></message>
<message><source>The model card “{0}” has an unknown value for “views”; correct it.</source><translation type="unfinished"></translation></message>
<message><source>The model card “{0}” has an unknown value for “{1}”; correct it.</source><translation type="unfinished"></translation></message>
<message><source>The model card “{0}” must be a JSON object; correct or remove it.</source><translation type="unfinished"></translation></message>
<message><source>The model is not the one this run was made with: Ctrl+R analyses the video again.</source><translation type="unfinished"></translation></message>
<message><source>The picture {0} of {1} is damaged; download the package again.</source><translation type="unfinished"></translation></message>
<message><source>The portrait of the demo (resources/demo/portrait.png) is damaged; install METST again.</source><translation type="unfinished"></translation></message>
<message><source>The portraits in “{0}” cannot be read ({1}); download them again.</source><translation type="unfinished"></translation></message>
<message><source>The protocol “{0}” knows no removal of neutral predictions; leave that out.</source><translation type="unfinished"></translation></message>
<message><source>The reference runs on the processor; choose the device auto or cpu.</source><translation type="unfinished"></translation></message>
<message><source>The sheet “{0}” of “{1}” is empty; put the labels there.</source><translation type="unfinished"></translation></message>
<message><source>The subjects “{0}” and “{1}” end alike after the last dot, so the loader takes them for one; rename one of them.</source><translation type="unfinished"></translation></message>
<message><source>The video code “{0}” must have four digits, such as 0101; correct it.</source><translation type="unfinished"></translation></message>
<message><source>The video “{0}/{1}” of the label table is not in “{2}”; check both.</source><translation type="unfinished"></translation></message>
<message><source>The {0} “{1}” goes with both “{2}” and “{3}”; CAS(ME)^2 has one for each.</source><translation type="unfinished"></translation></message>
<message><source>There is no annotation to write; a CAS(ME)^2 workbook without one has no form.</source><translation type="unfinished"></translation></message>
<message><source>There is no format “{0}”; use one of {1}.</source><translation type="unfinished"></translation></message>
<message><source>There is no model “{0}”; give “classical” or the path of a checkpoint.</source><translation type="unfinished"></translation></message>
<message><source>There is no protocol “{0}”; use one of {1}.</source><translation type="unfinished"></translation></message>
<message><source>There is no saved run; give a folder with one predictions file for each subject.</source><translation type="unfinished"></translation></message>
<message><source>This model needs features with {0} channels; METST extracts {1} or {2}. Choose another model.</source><translation type="unfinished"></translation></message>
<message><source>Two events are called {0}_{1} ({2}), and loaders multiply them; renumber one.</source><translation type="unfinished"></translation></message>
<message><source>{0} annotations (first: {1} at frame {2}) carry no emotion of the classes {3}; choose one, or leave them out (skip).</source><translation type="unfinished"></translation></message>
<message><source>{0} carry no emotion that {1} knows ({2}); {3}leave them out (skip){4}.</source><translation type="unfinished"></translation></message>
<message><source>{0} counts in seconds; give the frame rate of the video (--fps 30 or 30000/1001).</source><translation type="unfinished"></translation></message>
<message><source>{0} has {1} events; a row of SMIC-E holds two with one FirstF and LastF.</source><translation type="unfinished"></translation></message>
<message><source>{0} has “{1}” of shape {2} where {3} has {4}; choose an {5} checkpoint.</source><translation type="unfinished"></translation></message>
<message><source>{0} holds no ME-TST network; choose a checkpoint trained with ME-TST or BoostingVRME.</source><translation type="unfinished"></translation></message>
<message><source>{0} holds one video and there are {1} ({2}{3}); write one file for each (choose with --subject and --video).</source><translation type="unfinished"></translation></message>
<message><source>{0} macro-expressions (first: frame {1}) carry an emotion or objective class, for which SAMM-LV has no place; remove those, or write METST JSON.</source><translation type="unfinished"></translation></message>
<message><source>{0} of {1} annotations ({2}) {3}.</source><translation type="unfinished"></translation></message>
<message><source>{0} {1} “{2}”{3}; choose a complete {4} checkpoint.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” and “{1}” are both runs of subject {2}; keep one of them.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” belongs to a training with other settings; delete it to start anew.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be made ({1}); choose another folder.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read ({1}): check the drive and try again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read ({1}): check the drive.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read ({1}): free space on the disk.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read ({1}); check what it is and its rights.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read ({1}); give a CSV file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read any more: check the drive and open it again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be read: check the path and the drive.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be written ({1}): choose another folder.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be written ({1}): choose another place.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be written ({1}); choose another folder or free space.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” cannot be written ({1}); choose another folder.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” declares a document type or entities, which ELAN files never do; it was not read.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” declares a document type or entities, which label files never do; it was not read.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not begin with WEBVTT; give a WebVTT file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not begin with {1}, as {2} submissions do; choose another year.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist: check the name or the drive.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist: check the path, or whether the drive is connected.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist; give a CSV file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist; give a label file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist; give a scores.csv written by metst analyze.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist; write it with metst features.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not exist; write it with metst infer.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” does not say that it is {1}; give a METST JSON file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” gives no usable numbers; choose another checkpoint.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has no column “{1}” in row {2} of its sheet “{3}”; give a {4} file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has no column “{1}”; export the aggregated events from BORIS as TSV.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has no column “{1}”; its first line must name the columns.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has no columns OnsetF, OffsetF and FirstF; give a SMIC-E label file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has no sheet; give the file with the labels.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has {1} MiB, more than any label file; give the labels.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has {1} columns instead of {2}; give a {3} file.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” has {1} frames to analyse; at least {2} ({3} s) are needed. It can still be annotated by hand.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds more than parameters; save the network's state_dict() alone.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds more than plain tensors (it may ask to run code) and was refused without running it; ask its author for a plain state dict.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds more than {1} folders and videos; choose the folder of one data set.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds no `spotting` and `logits`; write it with metst infer.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds no array `features`; write it with metst features.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds no images: choose a folder of JPEG, PNG, BMP or TIFF files, or a video.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds no state dict; choose a checkpoint saved with state_dict().</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds no video: choose a video file or a folder of images.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds predictions of {1} subjects and bears no subject's name; call it SUBJECT.csv.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds sound but no pictures: choose the recording that shows the face.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds unusable numbers in “{1}”; export the checkpoint again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” holds values that are no numbers; write it again with metst infer.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is a device, not a recording: choose a video file or a folder of images.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is a project of an older METST: open it in the window once to convert it.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is a single picture: open the folder that holds the pictures instead.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is damaged or no safetensors file; copy or download it again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is damaged: {1}.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is damaged; delete it to start the training anew.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is empty (0 bytes): copy it again from the camera.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is empty; give a CSV whose first line names the columns.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is neither .csv nor .xlsx nor another known label file; name its format.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is neither UTF-8 nor UTF-16 text; save it again in Praat.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no folder; choose the one that holds the frames.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no folder; with --loso give the folder with one predictions file a subject.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no frame rate; give one such as 30 or 30000/1001.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no list of Label Studio tasks; export it as JSON.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no picture format METST writes: choose .png.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is no video format METST writes: choose .mkv (lossless) or .mp4.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not UTF-8 text; save it as UTF-8.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not UTF-8 text; save it as “CSV UTF-8”.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a CSV file ({1}); export it again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a CSV file in UTF-8; give {1}.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a CSV file in UTF-8; save it as “CSV UTF-8”.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a METST project: open it as a video or import it instead.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a dlib landmark file: choose another one.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a scores file: column {1} is missing.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not a table in UTF-8; export it again from BORIS.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not an intact ELAN file ({1}); save it again in ELAN.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not an intact Excel file; open it and save it again as .xlsx.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is not intact JSON in UTF-8; export it again.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is shorter than one window of {1} samples.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is shorter than one window of {1} samples; leave it out.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” is {1} MB, too large for a checkpoint.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” lies there already; choose a folder without SAMM label files.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” may be METST CSV, with frames from 0, or an MEGC 2024 submission, from 1; name its format.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” may not be read: ask its owner for permission, or copy it.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” must end in .xlsx.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” must hold `spotting` [W, k] and `logits` [W, k, 5] with an even k.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” must hold finite features of shape [windows, 10 or 36, k].</source><translation type="unfinished"></translation></message>
<message><source>“{0}” needs features with {1} channels, not {2}.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” needs features with {1} channels.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” unpacks to {1} MiB in {2} parts, far more than labels need; it was not read.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” uses a video format this version cannot decode: convert it to H.264 MP4.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” was written by a newer METST: update METST to open it.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” works on windows only; choose the context windows.</source><translation type="unfinished"></translation></message>
<message><source>“{0}” would hold a damaged character; retype the text near it.</source><translation type="unfinished"></translation></message>
<message><source>“{0}”, row {1}: it needs the columns {2} with numbers of frames.</source><translation type="unfinished"></translation></message>
<message><source>“{0}”, row {1}: {2} is there twice or has no length.</source><translation type="unfinished"></translation></message>
</context>
</TS>
