"""Trains the net on lines drawn by synth.py and exports it: `python3 train.py MINUTES [resume]`. Needs PyTorch."""
import torch,torch.nn as nn,torch.nn.functional as F,numpy as np,random,time,sys,os
import multiprocessing as mp
from synth import sample,CH,H,W
torch.set_num_threads(1)
BL=len(CH)
class Net(nn.Module):
    def __init__(s):
        super().__init__()
        def cb(i,o,k,st,p):return nn.Sequential(nn.Conv2d(i,o,k,st,p,bias=False),nn.BatchNorm2d(o),nn.ReLU(inplace=True))
        s.f=nn.Sequential(cb(1,16,3,(2,2),1),cb(16,32,3,(2,1),1),cb(32,48,3,(1,2),1),cb(48,72,3,(2,1),1),cb(72,112,(4,3),1,(0,1)))
        s.r=nn.ModuleList([nn.Sequential(nn.Conv1d(112,112,5,padding=2*d,dilation=d,groups=1,bias=False),nn.BatchNorm1d(112),nn.ReLU(inplace=True)) for d in (1,2,3)])
        s.o=nn.Conv1d(112,BL+1,1)
    def forward(s,x):
        x=s.f(x).squeeze(2)
        for r in s.r:x=x+r(x)
        return s.o(x) # B,C,T
def worker(q,seed,B):
    random.seed(seed);rs=np.random.RandomState(seed)
    while True:
        xs,ys=[],[]
        for _ in range(B):
            a,t=sample(rs);a=a.astype(np.float32);a=(a-a.mean())/(a.std()+8)
            xs.append(a);ys.append([CH.index(c) for c in t])
        q.put((np.stack(xs)[:,None],ys))
def export(net,path):
    net.eval();
    with torch.no_grad(): torch.onnx.export(net,torch.randn(3,1,H,W),path,input_names=['x'],output_names=['y'],dynamic_axes={'x':{0:'n'},'y':{0:'n'}},opset_version=12)
    net.train()
def main(minutes):
    B=32;q=mp.Queue(24);[mp.Process(target=worker,args=(q,1000+i,B),daemon=True).start() for i in range(1)]
    net=Net()
    if os.path.exists('ck.pt') and len(sys.argv)>2:net.load_state_dict(torch.load('ck.pt'))
    print('params',sum(p.numel() for p in net.parameters()),flush=True)
    opt=torch.optim.AdamW(net.parameters(),2e-3,weight_decay=1e-3);t0=time.time();k=0;ema=None;pool=[]
    while time.time()-t0<minutes*60:
        fr=(time.time()-t0)/(minutes*60);lr=2e-3*min(1,(k+1)/200)*(0.5*(1+np.cos(np.pi*min(1,fr)))+.005)
        for g in opt.param_groups:g['lr']=lr
        # replay pool: each fresh batch used ~2x when generator is slower than trainer
        if not q.empty() or len(pool)<8:
            b=q.get();pool.append(b);pool=pool[-200:]
        else:b=random.choice(pool)
        x=torch.from_numpy(b[0]);ys=b[1]
        lp=F.log_softmax(net(x),1).permute(2,0,1)
        tl=torch.tensor([len(y) for y in ys]);loss=F.ctc_loss(lp,torch.tensor(sum(ys,[])),torch.full((len(ys),),lp.shape[0],dtype=torch.long),tl,blank=BL,zero_infinity=True)
        opt.zero_grad();loss.backward();nn.utils.clip_grad_norm_(net.parameters(),2.);opt.step();k+=1
        ema=loss.item() if ema is None else ema*.98+.02*loss.item()
        if k%100==0:
            with torch.no_grad():
                am=lp.argmax(2).T.numpy();ok=cc=tt=0
                for a,y in zip(am,ys):
                    p=[];l=BL
                    for c in a:
                        if c!=BL and c!=l:p.append(c)
                        l=c
                    ok+=p==y;tt+=1
            print(k,round(time.time()-t0),'loss %.4f'%ema,'lr %.5f'%lr,'line acc',ok/tt,flush=True)
        if k%1000==0:torch.save(net.state_dict(),'ck.pt');export(net,'mrz_ocrb.onnx')
    torch.save(net.state_dict(),'ck.pt');export(net,'mrz_ocrb.onnx');print('done',k)
if __name__=='__main__':main(float(sys.argv[1]))
