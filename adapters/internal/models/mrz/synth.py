"""Draws lines of machine-readable zones as a camera might see them. Needs numpy, Pillow and, in this folder, OCRB.otf and
OCRBS.otf of Debian's fonts-ocr-b. `python3 synth.py` writes a sheet of samples to look at."""
import numpy as np, random, io, glob
from PIL import Image, ImageDraw, ImageFont, ImageFilter
FONTS=['OCRB.otf']*6+['OCRBS.otf']*6+['/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf','/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf']
H,W=32,512
CH='0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'
_c={}
def font(n,s):
    k=(n,s)
    if k not in _c:_c[k]=ImageFont.truetype(n,s)
    return _c[k]
V={c:i for i,c in enumerate('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')};V['<']=0
def cd(s):return str(sum(V[c]*[7,3,1][i%3] for i,c in enumerate(s))%10)
R=random
def name():
    n=R.randint(2,11)
    if R.random()<.6:
        s=''
        while len(s)<n: s+=R.choice('BCDFGHJKLMNPRSTVWZBDKLMNRST')+R.choice('AEIOUY')+(R.choice('NRSLMTKDXQ') if R.random()<.3 else '')
        return s[:n]
    return ''.join(R.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(n))
def ctry():return ''.join(R.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(3)) if R.random()<.95 else 'D<<'
def alnum(n):
    p=R.random()
    return ''.join(R.choice('0123456789') if R.random()<p else R.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(n))
def digs(n):return ''.join(R.choice('0123456789') for _ in range(n))
def date():return '%02d%02d%02d'%(R.randint(0,99),R.randint(1,12),R.randint(1,31))
def fill(s,n):return (s+'<'*n)[:n]
def names(n):
    s='<'.join(name() for _ in range(R.randint(1,2)))+'<<'+'<'.join(name() for _ in range(R.randint(1,3)))
    return fill(s,n)
def line():
    r=R.random()
    if r<.3:
        n=R.choice([44,44,44,36,30]); 
        if n==30:return names(30)
        return R.choice('PVIAC')+R.choice('<<<'+'ABCDEFGHIJKLMNOPQRSTUVWXYZ')+ctry()+names(n-5)
    d=alnum(R.randint(7,9));d=fill(d,9);dob=date();ex=date();sx=R.choice('MF<')
    if r<.6:
        n=R.choice([44,44,36]);o=R.choice(['<'*14,fill(alnum(R.randint(1,14)),14),fill(digs(R.randint(5,14)),14)])
        if n==36:
            o=o[:7]
            b=d+cd(d)+dob+cd(dob)+ex+cd(ex)+o
            return d+cd(d)+ctry()+dob+cd(dob)+sx+ex+cd(ex)+o+cd(b)
        oc=cd(o) if R.random()<.7 else '<'
        b=d+cd(d)+dob+cd(dob)+ex+cd(ex)+o+cd(o)
        return d+cd(d)+ctry()+dob+cd(dob)+sx+ex+cd(ex)+o+oc+cd(b)
    if r<.73:return R.choice('IAC')+R.choice('<DCRSV')+ctry()+d+cd(d)+R.choice(['<'*15,fill(alnum(R.randint(1,15)),15)])
    if r<.86:return dob+cd(dob)+sx+ex+cd(ex)+ctry()+R.choice(['<'*11,fill(alnum(R.randint(1,11)),11)])+digs(1)
    n=R.choice([30,36,44]);p=R.random()
    return ''.join('<' if R.random()<p*.5 else R.choice(CH) for _ in range(n))
def bg(w,h,rs):
    base=rs.uniform(110,255);a=np.full((h,w),base,np.float32)
    y,x=np.mgrid[0:h,0:w].astype(np.float32)
    a+=rs.uniform(-40,40)*(x/w-.5)+rs.uniform(-25,25)*(y/h-.5)
    for _ in range(rs.randint(0,5)):
        amp=rs.uniform(3,38);f=rs.uniform(.05,.9);th=rs.uniform(0,np.pi);ph=rs.uniform(0,6.28);mf=rs.uniform(.005,.05);ma=rs.uniform(0,8)
        u=(x*np.cos(th)+y*np.sin(th)+ma*np.sin(mf*x+ph))*f+ph
        s=np.sin(u); 
        if rs.rand()<.5:s=(s>rs.uniform(.3,.95))*-1.0
        a+=amp*s
    if rs.rand()<.4:
        n=rs.randn(h//rs.randint(2,9)+2,w//rs.randint(2,24)+2).astype(np.float32);im=Image.fromarray(n).resize((w,h),Image.BICUBIC);a+=rs.uniform(2,25)*np.asarray(im)
    return a
def sample(rs):
    t=line();n=len(t);fs=R.choice([36,40,44]);fn=R.choice(FONTS);f=font(fn,fs)
    pitch=fs*.6*R.uniform(.97,1.12) if R.random()<.7 else fs*.723
    pitch=max(pitch,fs*.6)
    lm,rm=R.uniform(.1,2.2),R.uniform(.1,2.2)
    w=int((n+lm+rm)*pitch);h=int(fs*2.0)
    m=Image.new('L',(w,h),0);d=ImageDraw.Draw(m);y0=h*.5-fs*.36
    asc=f.getbbox('H');y0=h/2-(asc[1]+asc[3])/2
    for i,c in enumerate(t):
        b=f.getlength(c);d.text(((i+lm)*pitch+(pitch-b)/2,y0),c,font=f,fill=255)
    if R.random()<.25:m=m.filter(ImageFilter.MaxFilter(3))
    elif R.random()<.12:m=m.filter(ImageFilter.MinFilter(3))
    ch=asc[3]-asc[1]
    # crop window height: char height takes 38..80% of 32
    frac=R.uniform(.36,.8);wh=ch/frac;off=R.uniform(-.5,.5)*(wh-ch)*.8
    # scale to effective capture resolution then to 32x512
    ang=R.gauss(0,.5)/57.3;sh=R.uniform(-.12,.12);bow=R.uniform(-.03,.03)
    kx=w/W;ky=wh/H
    # dst(x,y)->src
    cx,cy=w/2,h/2+off
    ca,sa=np.cos(ang),np.sin(ang)
    A=(kx*ca,(-sa*ky+sh*ky),cx-kx*ca*W/2-(-sa*ky+sh*ky)*H/2, kx*sa*0.25,ky*ca,cy-kx*sa*.25*W/2-ky*ca*H/2)
    ss=2
    As=(A[0]/ss,A[1]/ss,A[2],A[3]/ss,A[4]/ss,A[5])
    mm=m.transform((W*ss,H*ss),Image.AFFINE,As,Image.BILINEAR).resize((W,H),Image.BOX)
    q=np.asarray(mm,np.float32)/255
    b=bg(W,H,rs);ink=rs.uniform(0,min(110,b.mean()-45)) ;al=R.uniform(.75,1)
    a=b*(1-q*al)+q*al*(ink+rs.uniform(0,8)*rs.randn(H,W))
    if R.random()<.2: # neighbours lines bleed
        k=R.choice([0,1]);hh=R.randint(2,5);z=rs.uniform(0,120,(1,W));z=np.repeat(z,hh,0)*(rs.rand(hh,W)<.5)
        if k:a[-hh:]=np.where(z>0,z,a[-hh:])
        else:a[:hh]=np.where(z>0,z,a[:hh])
    im=Image.fromarray(np.clip(a,0,255).astype(np.uint8))
    r=R.random()
    if r<.6:
        s=R.uniform(.42,1);im=im.resize((max(180,int(W*s)),max(11,int(H*s))),R.choice([Image.BILINEAR,Image.BICUBIC,Image.BOX,Image.LANCZOS]))
    if R.random()<.5:im=im.filter(ImageFilter.GaussianBlur(R.uniform(.2,1.0)))
    if R.random()<.4:
        aa=np.asarray(im,np.float32);aa=aa+rs.randn(*aa.shape)*R.uniform(2,16);im=Image.fromarray(np.clip(aa,0,255).astype(np.uint8))
    if R.random()<.5:
        bo=io.BytesIO();im.save(bo,'JPEG',quality=R.randint(25,90));bo.seek(0);im=Image.open(bo).convert('L')
    if im.size!=(W,H):im=im.resize((W,H),Image.BILINEAR)
    a=np.asarray(im,np.float32)
    if R.random()<.25: # glare
        gx=rs.uniform(0,W);gw=rs.uniform(20,90);a=a+(R.uniform(20,110)*np.exp(-((np.arange(W)-gx)/gw)**2))[None,:];a=np.minimum(a,255)
    return a.astype(np.uint8),t
if __name__=='__main__':
    import time
    rs=np.random.RandomState(1);t=time.time();ims=[sample(rs) for _ in range(200)];print('per s',200/(time.time()-t))
    Image.fromarray(np.concatenate([i[0] for i in ims[:24]],0)).save('s.png');print([i[1] for i in ims[:24]])
