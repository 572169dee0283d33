using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Web.Start;

namespace MsLite.Web.SignIn;

/// <summary>
/// Sees to it that nodes which start together on an empty database begin with one key. Each would make its own, and not look for the
/// others' before the next day: a form that came from one would be refused by another.
/// </summary>
internal sealed class FirstKey(IKeyManager manager, PanelKeys keys, MsLiteOptions options, TimeProvider clock, ILogger<FirstKey> log)
{
    // ASP.NET's own: it makes the next key in time, long before the last one ends, so that every node has read it by then.
    private static readonly TimeSpan s_life = TimeSpan.FromDays(90);

    /// <summary>A database that does not answer is logged; nobody can sign in before it does, and mail does not need it.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (options.IsAlone)
        {
            return;
        }

        try
        {
            await keys.AloneAsync(Make, ct);
        }
        catch (DbException fault)
        {
            log.KeysUnread(fault);
        }
    }

    private void Make()
    {
        var now = clock.GetUtcNow();
        if (!manager.GetAllKeys().Any(key => !key.IsRevoked && key.ActivationDate <= now && key.ExpirationDate > now))
        {
            manager.CreateNewKey(now, now + s_life);
        }
    }
}
