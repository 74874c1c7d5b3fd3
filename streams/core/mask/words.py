"""Words by which the masker tells names from what else follows "Pak" or "nama saya"."""


def word_set(listed: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed.split())


NAMES = word_set("""
abdul abdullah achmad adi adit aditya agnes agus ahmad ahmat aisyah ajeng akbar akhmad aldi alfian alfin ali
alif alwi amalia aminah amir amirudin andi andika andre andri angga anggi anggraini ani anisa anita anton
apriyanto ardi ardian ardiansyah ari arief arif arifin aris arman arya asep astrid astuti atik atika aulia
azis aziz azizah bambang basuki batubara beni benny bima bobi boby budiman budiono burhan cahyo cahyono
candra cecep chandra cucu dadang daffa damanik danang dani daniel darma darmawan david dedeh dedi dedy deni
denny desi desy devi diah dian didi didik didin dika dimas dina dinda dito dodi doni dony dudung dyah edi
edy efendi eko elis elisa ellen elly elsa emi endah endang eni enny erik erlangga erna ernawati erni erwin
eti euis eva evi fadli fahmi faisal fandi farhan farida faris fatimah fauzan fauzi febri feri ferry fikri
firman fitri fitria fitriani galih ganjar gilang ginting gultom gunawan hadi hafiz halim halimah hamid
hamzah hana handoko harahap haris harjo hartati hartono haryanto hasan hasanah hasibuan hasim hendra hendri
hendro heni henny heri herman hermawan herry heru hesti hidayat husein husni hutagalung hutapea ibnu ibrahim
icha idris iis ika ikhsan ilham ilyas iman ina indra indri ira irawan irfan irma irwan isma ismail ismi
iswanto iwan jajang jamal jamilah jefri johan joko joni jono juanda julia juliana jumadi junaedi junaidi
kartini karyadi karyono khoirul kokom komang komar krisna kurniawan kusnadi laila leni lia lilis lina linda
lisa lubis lukman lusi lutfi mahmud maman mamat manurung margono maria mariam mariana marni marpaung maryam
maryati maulana meli melinda mia mira mirna misbah mochamad mochammad moh mohamad mohammad muchtar muh
muhamad muhammad muhidin mukhlis mulyadi mulyana mulyono munir murni musa mustofa nainggolan nana nanang
nani napitupulu nasution neneng nengsih nia nina ningsih nisa nova novi novia novita nugraha nugroho nunung
nuraini nurdin nurhayati nuri nurjanah nurul oman otong paijo panjaitan pardede parman parto pasaribu
ponirin prabowo pramono prasetyo pratama pratiwi priyanto priyono purnomo purwanto puspita putu qori rachmat
raden raditya rafi rafli rahma rahman rahmat rahmawati ramadhan ramdan ramli rangga rani ratih ratna reni
resti retno reza rian riana ridho ridwan rika rina rini riski rita riyanti riyanto rizal rizki rizky rizqi
robert robi rohman rohmat roni rosa rosidah rosita rudi rudy ruslan rustam ryan safitri saiful salim salma
samsul sandi sanusi saputra saputri saragih sarah sarif sarwono selvi sembiring septian setiawan setyo
shinta siahaan sianturi sigit sihombing silalahi silvi simanjuntak simatupang simbolon sinaga sinta siregar
siska siti sitompul sitorus situmorang sofyan soleh sonia subagyo subandi sudarmo sudarsono sudirman sugeng
sugiarto sugiono suharti suharto suhendar suherman sujono sukardi sukarno sukirman sulaeman sulaiman
sulastri sulis sulistyo sumarni sumiati sunarti sunarto sunaryo supardi suparman supriadi supriyadi
supriyanto suratmi suryadi suryana suryani susan susanti susanto susi susilo susilowati sutarno sutisna
sutrisno suyanto suyono syafii syahrul syaiful syamsul syarif tambunan tampubolon tanjung tarigan tarmizi
tatang taufan taufik taufiq tedi teguh tika tina tono toto tuti udin ujang umar usman utomo uus vera vina
vino vita wahid wahyu wahyudi wahyuni wardi wasis wati wawan widi widodo widya wijaya wili wisnu wiwik wiwin
wulandari yadi yana yani yanti yanto yanuar yati yayan yayuk yeni yenny yoga yogi yohanes yoyo yuda yudha
yudi yuli yulia yuliana yulianti yulianto yuni yunita yunus yus yusri yusuf yuyun zaenal zaenudin zahra
zainab zainal zainudin zaki zulfikar
""")
"""Indonesian given and family names that are hardly ever anything else."""

NAMES_TOO = word_set("""
ade agung ana asih ayu bagus bayu budi bunga cahya catur citra dewi dwi eka fajar gina guntur ida indah
intan ita jaya kartika kurnia kusuma laras lestari mawar maya mega melati mulia nada noor nur oki pandu
permata putra putri rahayu rama ratu sari satria setia slamet sri suci surya tini titi titik tri umi untung
utami wulan
""")
"""Names that are also words: names only when a title such as "Bu" stands before them."""

NO_NAME = word_set("""
aa abang acara ada adalah adanya adek adik admin administrasi agak agama agar agustus ahli air aj aja ajukan
akan akhir akhirnya akibat akses akta akte aktif aktifitas aktivis aktivitas aku akun alaikum alamat alami
alasan alat alfamart aliran alm almarhum almarhumah aman ambil ambles ambrol ambulance ambulans an anak
anaknya anda anggota angin angkat angkot anjing ank antar antara antrian anyar apa apabila apakah apalagi
apapun aplikasi apotek april arah arahan area asal asalamualaikum asap ashar asli aspal assalamu
assalamualaikum atap atas atau ataupun aturan awal ayah ayo babinsa baca badan bagaimana bagi bagian bahaya
bahkan bahwa baik bakar bakti balai balik balita bang banget bangunan banjir bank bansos bantar bantargebang
bantu bantuan bantuannya bantuanya banyak bapak barang barat baru barusan batas bau bawa bawah bayar bayi
bbm beasiswa bebas beberapa becak beda begal begini begitu bekas bekasi bekerja belakang beli beliau belom
belum benar bendahara benerin berada berani berapa berat berbahaya berbeda berdasarkan beresin bergelombang
berharap berhenti beri berikan berikut berjalan berjualan berkali berkas berkenan berlaku berlubang bernama
berobat berpenghasilan bersama bersekolah bersih bersihkan bertanya berupa berusaha berwenang besar beserta
besok betawi beton bgt bhabin bhabinkamtibmas biar biasa biasanya biaya bidan bikin bila bilang bina bingung
bisa blm bln blok blt blum bocor bogor boleh bos box bp bpbd bpjs bpk bpn bpnt bs bu buang buat buddha buka
bukan bukti bulan buntu bupati bus butuh butuhkan cair calon camat cara caranya cari catatan cek cepat cetak
cikarang cluster cm coba contoh covid cukup culvert cuma cuman cuti daerah daftar dahan dahulu dak dalam
damkar dampak dan dana danau danramil dapat dapatkan dari data datang daun dbd dbmsda deh dekat demi
demikian dengan dengar denger depan depok deras desa desember developer dg dgn di dia diadakan diambil
diangkut diatas dibantu dibawah diberi diberikan dibersihkan dibuat dibuka dicek didepan digunakan dijadikan
dijalan dikarenakan dikasih dilakukan dilarang dilewati dimana diminta dimohon dinas dinkes dinsos
diperbaiki diperhatikan dipersulit direktur diri dirumah dirut disampaikan disana disdik disdukcapil dishub
disini disitu dispendik dispenduk dispendukcapil disuruh ditempat diterima ditertibkan ditindak
ditindaklanjuti ditolak ditutup diwilayah dlh dll dlm dokter dokumen domisili dong dosen dpkpp dpn dpt dr
drainase driver dsb dst dtks dua duda duduk dukcapil dulu dusun dzuhur ekonomi email emang engga enggak erte
erwe fasilitas februari fogging foto ga gaji gak galian gang ganti gebang gedung gelap genangan gereja gg
gigi gimana gk gojek gorong got grab gratis gubernur gue gunakan gunung guru habis hai hajah haji hajjah hak
hal halaman hallo halo halte hamil hampir hansip hanya harap harapan hari harus harusnya hasil hasilnya hati
hendak heran hewan hidup hilang hindu hingga hormat hormati hp hr hrs hubungi hujan hukum ibu ii iii ijazah
ijin ikut imam imigrasi indomaret indonesia info infonya informasi ingin ini instansi isi islam istirahat
istri isya itu itupun iuran iv iya izin jadi jakarta jalan jalanan jalannya jalur jam janda jangan januari
jatiasih jatisampurna jatuh jauh jawa jawab jawaban jd jelas jelasin jelaskan jembatan jenazah jg jika jl
jln jt jualan juga jukir juli jumat juni juragan jurnalis juta kabar kabel kabid kadang kader kades kadis
kadus kak kakak kaki kalau kali kalian kalo kami kamis kampung kampus kamtibmas kan kanan kandung kang
kantor kapan kapolres kapolsek karawang karcis karena karenakan karna kartu karyawan kasi kasih kasihan kata
katanya katolik kavling kayuringin ke keadaan keamanan kebakaran kebanjiran keberatan kebersihan kebetulan
kebijakan kebutuhan kec kecamatan kecelakaan kecewa kecil kedalam kedua kegiatan kehilangan kehujanan
kejadian kejebak kejelasan kel kelahiran kelanjutan kelas keluar keluarga keluhan keluhkan kelurahan
kemacetan kemalingan kemana kemaren kemarin kematian kembali kembang kemudian kena kenapa kencang kendala
kendaraan kenyamanan kepada kepala keperluan kepolisian kepsek kerabat keras kereta keringanan kerja
kerjasamanya kerusakan kesal kesalahan kesana kesehatan kesulitan keterangan ketika ketua khatib khawatir
khususnya kiai kinerja kip kira kiranya kiri kirim kirimkan kita kk kl klinik klo knp ko kok komplain
komplek kompleks kondisi konfirmasi konsumen kontrak kontrakan kontraktor koramil korban kos kosong kost
kota kotor kp kpd kpu kristen krn ktp kua kuasa kuatir kucing kuliah kunjung kurang kurir kyai lagi lah
lahan lahir lain lainnya laki lakukan lalu lama lampirkan lampu lancar langsung lanjut lanjuti lanjutnya
lansia lapangan lapor laporan laporkan layak lebar lebat lebih lembaga lengkap lewat lewati lg lho liar liat
light lihat lingkungan linmas lintas listrik loh lokasi lpmk luar lubang lupa lurah lusa maaf macet maghrib
magrib mahasiswa mahasiswi main maka makam makan makasih malah malam maling mall mampu mana manajer mandiri
mandor mangga marah marbot maret marka mas masa masalah masi masih masjid masuk masyarakat mati mau maupun
mba mbak medan mei melakukan melalui melanggar melanjutkan melapor melaporkan melewati melihat memakai
memakan memang memasang membahayakan membantu membawa membayar memberi memberikan membuang membuat
membutuhkan memiliki meminta memohon memperbaiki mempunyai menanyakan menarik mencari mencoba mendaftar
mendapat mendapati mendapatkan menerima mengadu mengadukan mengajukan mengakibatkan mengalami mengalir
mengambil menganggu mengapa mengatakan mengecek mengeluarkan mengeluhkan mengenai mengetahui mengganggu
menggangu menggunakan menghubungi mengikuti mengingat mengucapkan mengurus menikah menimbulkan menindak
menindaklanjuti meninggal meninggalkan menjadi menolak menteri menuju menulis menumpuk menunggu menurut
menutup menutupi menyala menyampaikan menyebabkan menyelesaikan menyusui merah merasa mereka meresahkan
mertua merugikan merupakan merusak meskipun meter mewakili mhn milik minggu minta miring miskin mobil mohon
motor msh muda mulai muncul mungkin murid musala mushola musholla musim mustika mustikajaya naik nama namun
nanti nasabah ndak negeri negor neng ngadu ngekos ngelapor ngga nggak ngurus nih nik nikah no nomer nomor
nona notaris november numpang nunggu ny nya nyala nyaman nyampein nyamuk nyonya obat ojek ojol ok oke oknum
oktober oleh om online opd operator orang org ortu pada padahal padam pagar pagi pajak pak pakai paling
pandemi panjang para parah parkir pas pasang pasar pasien pasti pastor patah paving pavingisasi pbb pbi pd
pdam pecah pedagang pegawai pejabat pejalan pekayon pekerja pekerjaan pel pelaku pelanggan pelapor pelayanan
pemadam pemangkasan pemasangan pembangunan pembayaran pembeli pembersihan pembuangan pembuatan pemda
pemegang pemerintah pemilik pemkot pemohon pemotongan pemprov pemukiman pemulung penanganan pencurian
pendaftaran pendatang pendeta pendidikan penebangan penerangan penerima penertiban pengacara pengaduan
pengajuan pengambilan pengamen pengangkutan pengawas pengelola pengemis pengemudi pengen pengendara
pengerjaan pengerukan pengguna penghasilan penghuni pengontrak pengunjung pengurus pengurusan penjaga
penjelasan penjelasannya penjual penuh penumpang penyakit perampingan perantingan peraturan perawat
perbaikan perbaiki perda perempatan perempuan pergi perhatian perhatiannya perihal perkenalkan perlu
permasalahan permisi permohonan pernah pernyataan persyaratan pertama pertanyaan pertigaan pertiwi perubahan
perum perumahan perusahaan perwakilan pesantren peserta petugas phk pihak pimpinan pindah pinggir pintu pip
pipa pju pkh pkk pkl plat plengsengan pln pmi pohon polantas polisi polres polsek pondok ponpes portal pos
posisi positif posyandu potong pp preman presiden pria pribadi program proses prosesnya proyek psm pt pukul
pulang pun pungli punya pupr pura pusat puskesmas putus rabu rakyat rambu ranting rasa rasakan rata
rawalumbu rawan raya rb rekan rekening relawan rendah resah resmi respon retribusi ribu rimbun rmh roboh
romo rompi rp rs rsia rsud rt ruko rumah rumahnya rupiah rusak rusun rusunawa rw saat sabtu saja sakit saksi
salah salam saluran sama sambil sampah sampai sampaikan sampe sampek samping samsat sana sangat sanggup
saran satpam satpol satu saudara saudari sawah saya sbg sd sdh sdn sdr sdri sebab sebagai sebagian sebanyak
sebelah sebelum sebelumnya sebenarnya sebesar secara secepatnya security sedang sedangkan sedih sedikit
segala segera sehari seharusnya sehat sehingga sejak sekali sekarang sekcam sekda sekedar sekeluarga sekian
sekiranya sekitar seklur sekolah sekretaris selain selaku selalu selama selamat selanjutnya selasa selatan
selesai selokan seluruh semakin sembarangan sementara seminggu semoga sempat semua semuanya sendiri senin
seorang sepanjang sepeda seperti september seragam serahkan sering serta sertifikat sesepuh sesuai setelah
setempat setiap sewu si siang siap siapa sih sini sisa sisi sistem siswa situ skrg skrng sma sman smk smkn
smp smpn soal soalnya solusi solusinya sopir sore sosial spesialis spp staf staff stasiun status suami suara
subuh sudah sulit sunda sungai supaya supir surat suruh survei survey susah suster swasta sy sya syarat
tabrakan tadi tagihan tahu tahun tak takut tama taman tambah tanah tanaman tanda tangan tangerang tangga
tanggal tanggapan tanpa tante tanya tanyakan tapi tau tawon tawuran tdk tegas teh telah telepon telp telpon
teman tembok tempat tenaga tengah tentang tentara tepat tepatnya tepi terakhir terbit terbuka tercatat
terdaftar terdampak terdapat terganggu tergenang terhadap terhormat terima terimakasih terjadi terkait
terkena terlalu terlampir terlebih terlewati terlihat termasuk terminal ternyata terpaksa tersebut tertera
tertulis tertutup terus terutama test tetangga tetap tetapi teteh tgl th thn tiang tiap tiba tidak tikus tim
timur tindak tindakan tinggal tinggi tiri tks tl tlg tlp tn tni toko tokoh tol tolong total tp tpa tpi tps
tpu trima trimakasih trotoar truck truk trus tsb ttd tua tuan tukang tulisan tumbang tunggakan tunggu turun
tutup uang ucapkan uda udah udh ujung ulang ular umkm umum umur universitas untuk urus usaha usia ustad
ustadz ustadzah usul usulan utama utara utk vaksin verifikasi via vihara wa waalaikumsalam wajib wakil waktu
waktunya wali walikota wanita warga warganya waris warkop wartawan warung wassalam wassalamualaikum wb wib
wilayah wkwk wr ya yaitu yakin yakni yang yatim yayasan yg yth yuk
""")
"""What no name consists of: roles, places and the thousand most frequent words of reports.

The frequent ones are those in at least 50 of 10,780 reports to one city, less names and its own words.
"""
