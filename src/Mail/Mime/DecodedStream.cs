namespace MsLite.Mail.Mime;

/// <summary>A part's content with its transfer encoding undone, read piece by piece.</summary>
internal sealed class DecodedStream(MessageSource source, long offset, long length, TransferEncoding encoding) : Stream
{
    private const int PieceLength = 4096;
    private readonly TransferDecoder _decoder = TransferDecoder.For(encoding);
    private readonly byte[] _input = new byte[PieceLength];
    private readonly byte[] _output = new byte[PieceLength + TransferDecoder.MaxHeld];
    private readonly long _end = offset + length;
    private long _at = offset;
    private int _start;
    private int _ready;
    private bool _isFlushed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The decoded length is known only when all has been read.");

    public override long Position
    {
        get => throw new NotSupportedException("Decoded content is read from first to last.");
        set => throw new NotSupportedException("Decoded content is read from first to last.");
    }

    public override int Read(Span<byte> buffer)
    {
        while (_start == _ready && !_isFlushed)
        {
            Fill();
        }

        var count = Math.Min(buffer.Length, _ready - _start);
        _output.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Decoded content is read from first to last.");

    public override void SetLength(long value) => throw new NotSupportedException("Decoded content is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Decoded content is read only.");

    private void Fill()
    {
        var read = source.Read(_at, _input.AsSpan(0, (int)Math.Min(PieceLength, _end - _at)));
        _at += read;
        _start = 0;
        _isFlushed = read == 0;
        _ready = _isFlushed ? _decoder.Flush(_output) : _decoder.Decode(_input.AsSpan(0, read), _output);
    }
}
