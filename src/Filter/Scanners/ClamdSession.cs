using System.Buffers.Binary;
using System.Net;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Scanners;

/// <summary>
/// A connection to clamd on which one message is scanned after another (IDSESSION, INSTREAM: clamd(8)). Whoever was interrupted, or got
/// anything but an answer, throws it away: the next message must not read what was meant for this one.
/// </summary>
internal sealed class ClamdSession : IDisposable
{
    private const int LengthSize = sizeof(uint);

    /// <summary>A name and a few words.</summary>
    private const int MostReply = 4096;

    private readonly ScannerConnection _connection;
    private int _number;

    private ClamdSession(ScannerConnection connection) => _connection = connection;

    public bool IsStale => _connection.IsStale;

    public static async Task<ClamdSession> OpenAsync(EndPoint server, CancellationToken ct)
    {
        var session = new ClamdSession(await ScannerConnection.OpenAsync(server, ct));
        try
        {
            await session._connection.SendAsync("zIDSESSION\0"u8.ToArray(), ct);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public async Task<ClamdReply> ScanAsync(SpooledMessage message, CancellationToken ct)
    {
        _number++;
        try
        {
            await _connection.SendAsync("zINSTREAM\0"u8.ToArray(), ct);
            await _connection.SendAsync(message, LengthSize, WriteLength, ct);
            await _connection.SendAsync(new byte[LengthSize], ct);
        }
        catch (IOException)
        {
            // It hangs up in the middle when it wants no more, and has said why before that.
            return ClamdReply.Parse(await _connection.ReadAsync(last: 0, MostReply, ct), _number);
        }

        return ClamdReply.Parse(await _connection.ReadAsync(last: 0, MostReply, ct), _number);
    }

    public void Dispose() => _connection.Dispose();

    private static void WriteLength(Span<byte> mark, int length) => BinaryPrimitives.WriteInt32BigEndian(mark, length);
}
