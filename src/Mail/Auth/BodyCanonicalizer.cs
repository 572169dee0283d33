using System.Buffers;
using System.Security.Cryptography;

namespace MsLite.Mail.Auth;

/// <summary>
/// Hashes a body as it streams by, in one of DKIM's two canonical forms (RFC 6376 §3.4.3, §3.4.4). Any split of the input gives the
/// same hash. A bare LF counts as a line end, so that messages kept with LF line ends verify too.
/// </summary>
internal sealed class BodyCanonicalizer : IDisposable
{
    private static readonly SearchValues<byte> s_simpleStops = SearchValues.Create("\r\n"u8);
    private static readonly SearchValues<byte> s_relaxedStops = SearchValues.Create("\r\n \t"u8);

    private readonly IncrementalHash _hash;
    private readonly SearchValues<byte> _stops;
    private readonly bool _relaxed;
    private readonly long _limit;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _buffered;
    private long _length;
    private long _lineEnds;
    private bool _space;
    private bool _carriageReturn;

    public BodyCanonicalizer(BodyHashRequest request)
    {
        _hash = IncrementalHash.CreateHash(request.Algorithm);
        _relaxed = request.Relaxed;
        _stops = _relaxed ? s_relaxedStops : s_simpleStops;
        _limit = request.Limit ?? long.MaxValue;
    }

    public void Append(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            if (_carriageReturn && chunk[0] != (byte)'\n')
            {
                Content("\r"u8);
            }

            _carriageReturn = false;
            var stop = chunk.IndexOfAny(_stops);
            var text = stop < 0 ? chunk : chunk[..stop];
            if (!text.IsEmpty)
            {
                Content(text);
            }

            if (stop < 0)
            {
                return;
            }

            Stop(chunk[stop]);
            chunk = chunk[(stop + 1)..];
        }
    }

    public BodyHash Finish()
    {
        if (_carriageReturn)
        {
            Content("\r"u8);
        }

        // RFC 6376 §3.4.3: trailing empty lines count as one line end, and a body without one gets it; "simple" even when empty.
        if (_length > 0 || !_relaxed)
        {
            Emit("\r\n"u8);
        }

        Flush();
        return new BodyHash(_hash.GetHashAndReset(), _length);
    }

    public void Dispose() => _hash.Dispose();

    private void Stop(byte stop)
    {
        switch (stop)
        {
            case (byte)'\r':
                _carriageReturn = true;
                break;
            case (byte)'\n':
                // RFC 6376 §3.4.4: white space at the end of a line goes.
                _space = false;
                _lineEnds++;
                break;
            default:
                _space = true;
                break;
        }
    }

    /// <summary>Part of a line: the line ends before it are now known not to be trailing ones, and the space not at a line's end.</summary>
    private void Content(ReadOnlySpan<byte> text)
    {
        for (; _lineEnds > 0; _lineEnds--)
        {
            Emit("\r\n"u8);
        }

        if (_space)
        {
            _space = false;
            Emit(" "u8);
        }

        Emit(text);
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        var room = _limit - _length;
        _length += bytes.Length;
        bytes = bytes.Length > room ? bytes[..(int)Math.Max(0, room)] : bytes;
        if (bytes.Length > _buffer.Length - _buffered)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            _hash.AppendData(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _buffered);
        _buffered = 0;
    }
}
