namespace MsLite.Filter.Delivery;

/// <summary>Finds the delivery for a next hop, making each once.</summary>
public sealed class DeliveryCatalogue
{
    public IDelivery For(NextHop nextHop) => throw new NotImplementedException();
}
