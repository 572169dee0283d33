using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Hands the keys of the state database to ASP.NET, which asks for them once at the start and once a day.</summary>
internal sealed class SharedKeys(PanelKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Wait(() => keys.ReadAsync(CancellationToken.None)).Select(text => XElement.Parse(text))];

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await keys.AddAsync($"{friendlyName} {Guid.NewGuid():N}", element.ToString(SaveOptions.DisableFormatting), CancellationToken.None);
        return true;
    });

    // The interface is synchronous; on a thread of the pool there is nobody the database's answer could wait for.
#pragma warning disable VSTHRD002
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
