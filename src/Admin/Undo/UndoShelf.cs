using System.Buffers.Text;
using System.Security.Cryptography;
using MsLite.Filter.Access;

namespace MsLite.Admin.Undo;

/// <summary>
/// Keeps for a while how what somebody just did is taken back, for pages that are drawn anew with each request. Only who did it can
/// take it back, once, and only while the program runs.
/// </summary>
internal sealed class UndoShelf(TimeProvider clock)
{
    /// <summary>Deeds kept, of all people together; beyond them the oldest go.</summary>
    private const int Most = 500;

    private const int IdBytes = 12;

    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<Deed> _deeds = [];

    /// <summary>An id for the button; it alone takes nothing back.</summary>
    /// <param name="takeBack">Does it, and gives what to say, in a sentence.</param>
    public string Put(Caller caller, Func<CancellationToken, Task<string>> takeBack)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        lock (_gate)
        {
            _deeds.AddLast(new Deed(id, caller.Name, clock.GetUtcNow(), takeBack));
            if (_deeds.Count > Most)
            {
                _deeds.RemoveFirst();
            }
        }

        return id;
    }

    /// <summary>What to say, when it is taken back; null when there is no such deed of this caller, or its time is over.</summary>
    public async Task<string?> TakeBackAsync(Caller caller, string id, CancellationToken ct) => Find(caller, id) is { } deed ? await deed.TakeBack(ct) : null;

    private Deed? Find(Caller caller, string id)
    {
        lock (_gate)
        {
            var oldest = clock.GetUtcNow() - s_life;
            while (_deeds.First is { } first && first.Value.Time < oldest)
            {
                _deeds.RemoveFirst();
            }

            var found = _deeds.FirstOrDefault(deed => deed.Id == id && deed.Who == caller.Name);
            if (found is not null)
            {
                _deeds.Remove(found);
            }

            return found;
        }
    }

    private sealed record Deed(string Id, string Who, DateTimeOffset Time, Func<CancellationToken, Task<string>> TakeBack);
}
